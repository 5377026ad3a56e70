import { request } from 'node:https';
import { PorchError, unavailable } from '@porch/api';
import { type Clock } from '@porch/repository';
import { createRemoteJWKSet, customFetch, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { type Authenticator, bearerToken } from './authenticator';
import { issuerOf } from './service-account-tokens';

/** As kube-apiserver's flags of the same names. */
export interface OidcAuthenticatorOptions {
  /** `--oidc-issuer-url`, an https URL without a slash at the end. */
  readonly issuerUrl: string;
  /** `--oidc-client-id`, which has to be an audience of the token. */
  readonly clientId: string;
  /** `--oidc-username-claim`, `sub` by default. */
  readonly usernameClaim?: string;
  /** `--oidc-username-prefix`; `-` for none. By default the issuer and `#`, for a claim other than email. */
  readonly usernamePrefix?: string;
  readonly groupsClaim?: string;
  readonly groupsPrefix?: string;
  /** `--oidc-required-claim`. */
  readonly requiredClaims?: Readonly<Record<string, string>>;
  /** `--oidc-signing-algs`, RS256 by default. */
  readonly signingAlgorithms?: readonly string[];
  /** Certificates of the issuer's authority (`--oidc-ca-file`), asked at each connection. */
  readonly certificateAuthority?: () => string;
  readonly clock: Clock;
}

const FETCH_TIMEOUT = 10_000;
const MAX_DOCUMENT_BYTES = 1024 * 1024;

/** ID tokens of one OpenID Connect issuer. Its keys are fetched when first needed, and again when one is not known. */
export function createOidcAuthenticator(options: OidcAuthenticatorOptions): Authenticator {
  const { issuerUrl, clientId, signingAlgorithms = ['RS256'], clock } = options;
  if (!issuerUrl.startsWith('https://')) throw new Error('the OIDC issuer must be an https URL');
  const algorithms = signingAlgorithms.filter((algorithm) => algorithm !== 'none' && !algorithm.startsWith('HS'));
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const keySet = () => {
    keys ??= discoverKeys(options).catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
  return {
    async authenticate({ headers }) {
      const token = bearerToken(headers);
      if (token === undefined || issuerOf(token) !== issuerUrl) return undefined;
      const key = await keySet();
      const claims = await verify(token, key, {
        issuer: issuerUrl,
        audience: clientId,
        algorithms,
        currentDate: clock.now(),
        requiredClaims: ['exp'],
      });
      return { user: userOf(claims, options), expiresAt: new Date((claims.exp ?? 0) * 1000) };
    },
  };
}

async function verify(
  token: string,
  key: JWTVerifyGetKey,
  options: Parameters<typeof jwtVerify>[2],
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, key, options)).payload;
  } catch (error) {
    throw unauthorizedBecause(error);
  }
}

const unauthorizedBecause = (cause: unknown) => new PorchError('Unauthorized', 'Unauthorized', { cause });

function userOf(claims: JWTPayload, options: OidcAuthenticatorOptions) {
  const { usernameClaim = 'sub', groupsClaim, groupsPrefix = '', requiredClaims = {} } = options;
  for (const [name, value] of Object.entries(requiredClaims)) {
    if (claims[name] !== value) throw unauthorizedBecause(new Error(`claim ${name} is not as required`));
  }
  const name = claims[usernameClaim];
  if (typeof name !== 'string' || name === '')
    throw unauthorizedBecause(new Error(`claim ${usernameClaim} is missing`));
  if (usernameClaim === 'email' && claims['email_verified'] === false) {
    throw unauthorizedBecause(new Error('the email address is not verified'));
  }
  const given = groupsClaim === undefined ? [] : claims[groupsClaim];
  const groups = (Array.isArray(given) ? (given as unknown[]) : [given]).filter((group) => typeof group === 'string');
  return { name: `${usernamePrefixOf(options)}${name}`, groups: groups.map((group) => `${groupsPrefix}${group}`) };
}

function usernamePrefixOf({ usernamePrefix, usernameClaim = 'sub', issuerUrl }: OidcAuthenticatorOptions): string {
  if (usernamePrefix === '-') return '';
  if (usernamePrefix !== undefined && usernamePrefix !== '') return usernamePrefix;
  return usernameClaim === 'email' ? '' : `${issuerUrl}#`;
}

async function discoverKeys(options: OidcAuthenticatorOptions): Promise<JWTVerifyGetKey> {
  const { issuerUrl } = options;
  const fetchDocument = (url: string) => httpsGet(url, options.certificateAuthority?.());
  const document = JSON.parse(await fetchDocument(`${issuerUrl}/.well-known/openid-configuration`)) as {
    issuer?: unknown;
    jwks_uri?: unknown;
  };
  if (document.issuer !== issuerUrl || typeof document.jwks_uri !== 'string') {
    throw unavailable(`the OIDC issuer ${issuerUrl} describes itself as another one; check --oidc-issuer-url`);
  }
  return createRemoteJWKSet(new URL(document.jwks_uri), {
    timeoutDuration: FETCH_TIMEOUT,
    [customFetch]: async (url: string) => new Response(await fetchDocument(url)),
  });
}

function httpsGet(url: string, ca: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(unavailable(`the OIDC issuer cannot be reached at ${new URL(url).host}`, cause));
    const get = request(
      url,
      { signal: AbortSignal.timeout(FETCH_TIMEOUT), ...(ca === undefined ? {} : { ca }) },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_DOCUMENT_BYTES) get.destroy(new Error('the document is too large'));
          else chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
          else fail(new Error(`status ${response.statusCode}`));
        });
      },
    );
    get.on('error', fail);
    get.end();
  });
}
