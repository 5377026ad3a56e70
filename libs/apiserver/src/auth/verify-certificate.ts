import { X509Certificate } from 'node:crypto';
import { type DetailedPeerCertificate, type PeerCertificate } from 'node:tls';

const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';
const MAX_CHAIN = 5;

/** The certificates of a PEM bundle. @throws Error when there is none, or one cannot be read */
export function parseAuthorities(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new Error('the file holds no certificate');
  return blocks.map((block) => new X509Certificate(block));
}

/** Whether a client's certificate is good now, for clients, and comes from one of the authorities. */
export function isTrustedClient(peer: PeerCertificate, authorities: readonly X509Certificate[], now: Date): boolean {
  const usages = peer.ext_key_usage as readonly string[] | undefined;
  if (!usages?.includes(CLIENT_AUTHENTICATION)) return false;
  let link = peer as DetailedPeerCertificate;
  for (let depth = 0; depth < MAX_CHAIN; depth += 1) {
    const certificate = new X509Certificate(link.raw);
    if (!isValidAt(certificate, now) || (depth > 0 && !certificate.ca)) return false;
    const signed = (authority: X509Certificate) =>
      isValidAt(authority, now) && certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
    if (authorities.some(signed)) return true;
    const issuer = link.issuerCertificate as DetailedPeerCertificate | undefined;
    if (!issuer?.raw || issuer.raw.equals(link.raw)) return false;
    if (!certificate.verify(new X509Certificate(issuer.raw).publicKey)) return false;
    link = issuer;
  }
  return false;
}

function isValidAt(certificate: X509Certificate, now: Date): boolean {
  return new Date(certificate.validFrom) <= now && now <= new Date(certificate.validTo);
}
