import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { webcrypto } from 'node:crypto';
import { type DataDirectory } from './data-directory';

/** What HTTPS is served with, in PEM; `authority` is what clients trust. */
export interface ServingCertificate {
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
  readonly expiresAt: Date;
}

const DAY = 24 * 60 * 60 * 1000;
const AUTHORITY_LIFETIME = 10 * 365 * DAY;
const SERVING_LIFETIME = 365 * DAY;
/** A serving certificate this close to its end is replaced, at start and while the server runs. */
const RENEWAL_MARGIN = 30 * DAY;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * The server's own certificate, signed by the data directory's own authority. Both are made when there are none; the
 * serving certificate is made anew when it is about to expire or does not cover the hosts, the authority stays, so
 * that kubeconfigs handed out go on working.
 */
export async function ownServingCertificate(
  directory: DataDirectory,
  hosts: readonly string[],
  now: Date,
): Promise<ServingCertificate> {
  const authority = await loadOrMakeAuthority(directory, now);
  const stored = readPair(directory, 'serving');
  if (stored && isUsable(stored.certificate, authority.certificate, hosts, now)) {
    return { ...stored, authority: authority.certificate, expiresAt: new X509Certificate(stored.certificate).notAfter };
  }
  const made = await makeServingCertificate(authority, hosts, now);
  directory.write('serving.key', made.key);
  directory.write('serving.crt', made.certificate);
  return made;
}

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

function readPair(directory: DataDirectory, name: string): Pair | undefined {
  const [certificate, key] = [directory.file(`${name}.crt`), directory.file(`${name}.key`)];
  if (!existsSync(certificate) || !existsSync(key)) return undefined;
  return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
}

function isUsable(certificate: string, authority: string, hosts: readonly string[], now: Date): boolean {
  const parsed = new X509Certificate(certificate);
  const names = parsed.getExtension(SubjectAlternativeNameExtension)?.names.items.map((name) => name.value) ?? [];
  return (
    parsed.notAfter.getTime() - now.getTime() > RENEWAL_MARGIN &&
    parsed.issuer === new X509Certificate(authority).subject &&
    hosts.every((host) => names.includes(host))
  );
}

async function loadOrMakeAuthority(directory: DataDirectory, now: Date): Promise<Pair> {
  const stored = readPair(directory, 'authority');
  if (stored && new X509Certificate(stored.certificate).notAfter.getTime() - now.getTime() > RENEWAL_MARGIN) {
    return stored;
  }
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: serialNumber(),
      name: 'CN=porch-server authority',
      notBefore: new Date(now.getTime() - DAY),
      notAfter: new Date(now.getTime() + AUTHORITY_LIFETIME),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ],
    },
    webcrypto,
  );
  const pair = { certificate: certificate.toString('pem'), key: await keyPem(keys.privateKey) };
  directory.write('authority.key', pair.key);
  directory.write('authority.crt', pair.certificate);
  return pair;
}

async function makeServingCertificate(
  authority: Pair,
  hosts: readonly string[],
  now: Date,
): Promise<ServingCertificate> {
  const keys = await makeKeys();
  const issuer = new X509Certificate(authority.certificate);
  const signingKey = await webcrypto.subtle.importKey(
    'pkcs8',
    PemConverter.decodeFirst(authority.key),
    ALGORITHM,
    false,
    ['sign'],
  );
  const expiresAt = new Date(now.getTime() + SERVING_LIFETIME);
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: 'CN=porch-server',
      issuer: issuer.subject,
      notBefore: new Date(now.getTime() - DAY),
      notAfter: expiresAt,
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey: signingKey as never,
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension(hosts.map((host) => ({ type: isIP(host) ? 'ip' : 'dns', value: host }))),
      ],
    },
    webcrypto,
  );
  return {
    certificate: certificate.toString('pem'),
    key: await keyPem(keys.privateKey),
    authority: authority.certificate,
    expiresAt,
  };
}

async function makeKeys(): Promise<{ publicKey: never; privateKey: never }> {
  return (await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])) as never;
}

async function keyPem(key: never): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

function serialNumber(): string {
  return Buffer.from(webcrypto.getRandomValues(new Uint8Array(16))).toString('hex');
}
