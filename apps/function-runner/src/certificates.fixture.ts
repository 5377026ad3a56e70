import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface Authority {
  readonly caFile: string;
  /** A certificate for 127.0.0.1, for servers and clients; valid from now on unless a last day is given. */
  issue(name: string, lastDay?: Date): Promise<CertificateFiles>;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const newKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

/** An authority of its own, whose files lie in a folder. */
export async function makeAuthority(folder: string, name: string): Promise<Authority> {
  const keys = await newKeys();
  const authority = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  const file = (what: string, text: string) => {
    const path = join(folder, what);
    writeFileSync(path, text);
    return path;
  };
  return {
    caFile: file(`${name}.crt`, authority.toString('pem')),
    async issue(subject, lastDay) {
      const { publicKey, privateKey } = await newKeys();
      const certificate = await X509CertificateGenerator.create({
        subject: `CN=${subject}`,
        issuer: authority.subject,
        publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        ...(lastDay ? { notBefore: new Date(lastDay.getTime() - 86_400_000), notAfter: lastDay } : {}),
        extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
      });
      const key = await webcrypto.subtle.exportKey('pkcs8', privateKey);
      return {
        certFile: file(`${subject}.crt`, certificate.toString('pem')),
        keyFile: file(`${subject}.key`, PemConverter.encode(key, 'PRIVATE KEY')),
      };
    },
  };
}
