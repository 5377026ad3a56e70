import { readFileSync } from 'node:fs';
import { type Clock } from '@porch/repository';
import { type Authenticator } from './authenticator';
import { createCertificateAuthenticator } from './certificate-authenticator';
import { createOidcAuthenticator, type OidcAuthenticatorOptions } from './oidc-authenticator';
import { parseTokenFile } from './parse-token-file';
import { createReloadedFile } from './reloaded-file';
import { createRequestHeaderAuthenticator } from './request-header-authenticator';
import { type ServiceAccountTokens } from './service-account-tokens';
import { createTokenAuthenticator, type StaticToken } from './token-authenticator';
import { parseAuthorities } from './verify-certificate';

/** What kube-apiserver's flags of the same names say; files are read again when they change. */
export interface AuthenticationSettings {
  /** `--client-ca-file` */
  readonly clientCaFile?: string;
  /** `--token-auth-file` */
  readonly tokenAuthFile?: string;
  /** `--oidc-*`; `oidcCaFile` is `--oidc-ca-file`. */
  readonly oidc?: Omit<OidcAuthenticatorOptions, 'certificateAuthority' | 'clock'> & { readonly caFile?: string };
  /** `--requestheader-*` */
  readonly requestHeader?: {
    readonly clientCaFile: string;
    readonly allowedNames: readonly string[];
    readonly usernameHeaders: readonly string[];
    readonly groupHeaders: readonly string[];
    readonly extraHeaderPrefixes: readonly string[];
  };
  /** Tokens the server makes itself, such as its administrator's. */
  readonly staticTokens?: () => readonly StaticToken[];
  readonly serviceAccountTokens?: ServiceAccountTokens;
  readonly clock: Clock;
  /** Hears of files that changed and cannot be read; what they said before stays in force. */
  readonly onError: (error: unknown) => void;
}

/**
 * The authenticators that settings ask for, in kube-apiserver's order. Without any, nobody is known.
 * @throws Error when a file cannot be read
 */
export function createAuthenticatorChain(settings: AuthenticationSettings): Authenticator[] {
  const { clientCaFile, tokenAuthFile, oidc, requestHeader, staticTokens, serviceAccountTokens, clock } = settings;
  const follow = <T>(path: string, parse: (text: string) => T) =>
    createReloadedFile(path, parse, clock, settings.onError);
  const chain: Authenticator[] = [];
  if (requestHeader) {
    const authorities = follow(requestHeader.clientCaFile, parseAuthorities);
    chain.push(createRequestHeaderAuthenticator({ ...requestHeader, authorities, clock }));
  }
  if (clientCaFile !== undefined) {
    chain.push(createCertificateAuthenticator({ authorities: follow(clientCaFile, parseAuthorities), clock }));
  }
  if (staticTokens) chain.push(createTokenAuthenticator(staticTokens));
  if (tokenAuthFile !== undefined) chain.push(createTokenAuthenticator(follow(tokenAuthFile, parseTokenFile)));
  if (serviceAccountTokens) chain.push(serviceAccountTokens);
  if (oidc) {
    const { caFile, ...options } = oidc;
    if (caFile !== undefined) parseAuthorities(readFileSync(caFile, 'utf8'));
    const authority = caFile === undefined ? {} : { certificateAuthority: follow(caFile, (text) => text) };
    chain.push(createOidcAuthenticator({ ...options, ...authority, clock }));
  }
  return chain;
}
