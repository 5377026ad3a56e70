import {
  AUTHENTICATED_GROUP,
  type Authenticator,
  createCertificateAuthenticator,
  createOidcAuthenticator,
  createReloadedFile,
  createRequestHeaderAuthenticator,
  createServiceAccountTokens,
  createTokenAuthenticator,
  MASTERS_GROUP,
  parseAuthorities,
  parseTokenFile,
  type ServiceAccountTokens,
} from '@porch/apiserver';
import { type SecretText } from '@porch/api';
import { type ObjectStore, systemClock } from '@porch/repository';
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type DataDirectory } from './data-directory';
import { type ServerLogger } from './logger';
import { type ServerFlags } from './server-flags';
import { StartupError } from './startup-error';

export interface Authentication {
  /** In the order they are asked. */
  readonly authenticators: readonly Authenticator[];
  readonly serviceAccountTokens: ServiceAccountTokens;
  /** Whether clients are asked for a certificate. */
  readonly requestCertificate: boolean;
}

/** Who is known: by the admin token and whatever the flags name. Files are read again when they change. */
export function createAuthentication(
  flags: ServerFlags,
  directory: DataDirectory,
  store: ObjectStore,
  token: SecretText,
  logger: ServerLogger,
): Authentication {
  const clock = systemClock;
  const file = <T>(path: string, parse: (text: string) => T): (() => T) => {
    try {
      return createReloadedFile(path, parse, clock, (error) => logger.error({ err: error, path }, 'not reloaded'));
    } catch (error) {
      throw new StartupError(`${path} cannot be used: ${(error as Error).message}`);
    }
  };
  const admin = { name: 'admin', groups: [MASTERS_GROUP, AUTHENTICATED_GROUP] };
  const serviceAccountTokens = createServiceAccountTokens({
    key: serviceAccountKey(flags, directory),
    issuer: 'https://porch.local',
    store,
    clock,
  });
  const authenticators: Authenticator[] = [
    createTokenAuthenticator(() => [{ token: token.reveal(), user: admin }]),
    serviceAccountTokens,
  ];
  const proxies = flags.optional('requestheader-client-ca-file');
  const clients = flags.optional('client-ca-file');
  const tokens = flags.optional('token-auth-file');
  const issuer = flags.optional('oidc-issuer-url');
  const orElse = (given: readonly string[], fallback: string) => (given.length > 0 ? given : [fallback]);
  if (proxies !== undefined) {
    authenticators.unshift(
      createRequestHeaderAuthenticator({
        authorities: file(proxies, parseAuthorities),
        allowedNames: flags.list('requestheader-allowed-names'),
        usernameHeaders: orElse(flags.list('requestheader-username-headers'), 'X-Remote-User'),
        groupHeaders: orElse(flags.list('requestheader-group-headers'), 'X-Remote-Group'),
        extraHeaderPrefixes: orElse(flags.list('requestheader-extra-headers-prefix'), 'X-Remote-Extra-'),
        clock,
      }),
    );
  }
  if (clients !== undefined) {
    authenticators.push(createCertificateAuthenticator({ authorities: file(clients, parseAuthorities), clock }));
  }
  if (tokens !== undefined) authenticators.push(createTokenAuthenticator(file(tokens, parseTokenFile)));
  if (issuer !== undefined) authenticators.push(oidcAuthenticator(flags, issuer, file));
  return { authenticators, serviceAccountTokens, requestCertificate: proxies !== undefined || clients !== undefined };
}

function oidcAuthenticator(
  flags: ServerFlags,
  issuerUrl: string,
  file: (path: string, parse: (text: string) => string) => () => string,
): Authenticator {
  const [prefix, groupsClaim, groupsPrefix] = [
    flags.optional('oidc-username-prefix'),
    flags.optional('oidc-groups-claim'),
    flags.optional('oidc-groups-prefix'),
  ];
  const authority = flags.optional('oidc-ca-file');
  const algorithms = flags.list('oidc-signing-algs');
  return createOidcAuthenticator({
    issuerUrl,
    clientId: flags.text('oidc-client-id'),
    usernameClaim: flags.text('oidc-username-claim'),
    ...(prefix === undefined ? {} : { usernamePrefix: prefix }),
    ...(groupsClaim === undefined ? {} : { groupsClaim }),
    ...(groupsPrefix === undefined ? {} : { groupsPrefix }),
    ...(algorithms.length > 0 ? { signingAlgorithms: algorithms } : {}),
    ...(authority === undefined ? {} : { certificateAuthority: file(authority, (text) => text) }),
    requiredClaims: Object.fromEntries(flags.list('oidc-required-claim').map(keyAndValue)),
    clock: systemClock,
  });
}

function keyAndValue(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new StartupError(`--oidc-required-claim must be KEY=VALUE, not ${text}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** The key that service-account tokens are signed with: the administrator's, or one made at the first start and kept. */
function serviceAccountKey(flags: ServerFlags, directory: DataDirectory): KeyObject {
  const given = flags.optional('service-account-signing-key-file');
  if (given !== undefined) return givenKey(given);
  const path = directory.file('service-account.key');
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    directory.write('service-account.key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
  return createPrivateKey(readFileSync(path, 'utf8'));
}

/** @throws StartupError when it cannot be read or is no P-256 key, which is what ES256 signs with */
function givenKey(path: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(path, 'utf8'));
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch {
    // Said below; the error's own text may hold parts of the file.
  }
  throw new StartupError(`--service-account-signing-key-file ${path} is no readable EC private key on P-256 in PEM`);
}
