import { type X509Certificate } from 'node:crypto';
import { type Clock } from '@porch/repository';
import { type Authenticator } from './authenticator';
import { isTrustedClient } from './verify-certificate';

export interface CertificateAuthenticatorOptions {
  /** Asked at each request, so that a reloaded file counts at once. */
  readonly authorities: () => readonly X509Certificate[];
  readonly clock: Clock;
}

/** Client certificates (`--client-ca-file`): the common name is the user, the organisations are the groups. */
export function createCertificateAuthenticator({ authorities, clock }: CertificateAuthenticatorOptions): Authenticator {
  return {
    authenticate({ certificate }) {
      if (!certificate || !isTrustedClient(certificate, authorities(), clock.now())) return Promise.resolve(undefined);
      const [name] = listOf(certificate.subject.CN);
      if (name === undefined) return Promise.resolve(undefined);
      const expiresAt = new Date(certificate.valid_to);
      return Promise.resolve({ user: { name, groups: listOf(certificate.subject.O) }, expiresAt });
    },
  };
}

/** A part of a distinguished name, which may occur more than once. */
export function listOf(value: string | string[] | undefined): string[] {
  if (value === undefined || value === '') return [];
  return Array.isArray(value) ? value : [value];
}
