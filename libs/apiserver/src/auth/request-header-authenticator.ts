import { type X509Certificate } from 'node:crypto';
import { type Clock } from '@porch/repository';
import { type Authenticator } from './authenticator';
import { listOf } from './certificate-authenticator';
import { headersStartingWith, headerValues } from './header-values';
import { isTrustedClient } from './verify-certificate';

export interface RequestHeaderAuthenticatorOptions {
  /** Who signs the certificates of front proxies (`--requestheader-client-ca-file`). */
  readonly authorities: () => readonly X509Certificate[];
  /** Common names of front proxies; any when empty. */
  readonly allowedNames: readonly string[];
  readonly usernameHeaders: readonly string[];
  readonly groupHeaders: readonly string[];
  readonly extraHeaderPrefixes: readonly string[];
  readonly clock: Clock;
}

/** A proxy that authenticated the user itself says who it is, in headers; it shows its own certificate for that. */
export function createRequestHeaderAuthenticator(options: RequestHeaderAuthenticatorOptions): Authenticator {
  const { authorities, allowedNames, usernameHeaders, groupHeaders, extraHeaderPrefixes, clock } = options;
  return {
    authenticate({ certificate, rawHeaders }) {
      const [name] = usernameHeaders.flatMap((header) => headerValues(rawHeaders, header));
      if (!name || !certificate || !isTrustedClient(certificate, authorities(), clock.now())) {
        return Promise.resolve(undefined);
      }
      const proxies = listOf(certificate.subject.CN);
      if (allowedNames.length > 0 && !proxies.some((proxy) => allowedNames.includes(proxy))) {
        return Promise.resolve(undefined);
      }
      const groups = groupHeaders.flatMap((header) => headerValues(rawHeaders, header));
      const extra = extraHeaderPrefixes.flatMap((prefix) => headersStartingWith(rawHeaders, prefix));
      return Promise.resolve({ user: { name, groups, ...extraOf(extra) } });
    },
  };
}

/** `extra` of a user from header values by key, when there are any. */
export function extraOf(entries: readonly (readonly [string, string])[]): { extra?: Record<string, string[]> } {
  if (entries.length === 0) return {};
  const extra = new Map<string, string[]>();
  for (const [key, value] of entries) extra.set(key, [...(extra.get(key) ?? []), value]);
  return { extra: Object.fromEntries(extra) };
}
