import { createPublicKey, type KeyObject } from 'node:crypto';
import { PorchError } from '@porch/api';
import { type Clock, type ObjectStore, type UserInfo } from '@porch/repository';
import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import { type Authenticator, bearerToken } from './authenticator';

const SERVICE_ACCOUNTS = 'serviceaccounts';
const CLAIM = 'kubernetes.io';

export interface ServiceAccountTokensOptions {
  /** An EC P-256 private key; tokens are signed with ES256. */
  readonly key: KeyObject;
  /** `iss` of the tokens, and `aud` of those for this server. */
  readonly issuer: string;
  readonly store: ObjectStore;
  readonly clock: Clock;
}

export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** Signs tokens for service accounts and knows them again, as long as the account exists. */
export interface ServiceAccountTokens extends Authenticator {
  issue(
    account: { namespace: string; name: string; uid: string },
    lifetimeSeconds: number,
    audiences: readonly string[],
  ): Promise<IssuedToken>;
}

export function createServiceAccountTokens(options: ServiceAccountTokensOptions): ServiceAccountTokens {
  const { key, issuer, store, clock } = options;
  const publicKey = createPublicKey(key);
  return {
    async issue({ namespace, name, uid }, lifetimeSeconds, audiences) {
      const issuedAt = Math.floor(clock.now().getTime() / 1000);
      const expiresAt = issuedAt + lifetimeSeconds;
      const token = await new SignJWT({ [CLAIM]: { namespace, serviceaccount: { name, uid } } })
        .setProtectedHeader({ alg: 'ES256' })
        .setIssuer(issuer)
        .setSubject(serviceAccountUserName(namespace, name))
        .setAudience(audiences.length > 0 ? [...audiences] : [issuer])
        .setIssuedAt(issuedAt)
        .setNotBefore(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(key);
      return { token, expiresAt: new Date(expiresAt * 1000) };
    },
    async authenticate({ headers }) {
      const token = bearerToken(headers);
      if (token === undefined || issuerOf(token) !== issuer) return undefined;
      const verified = await verify(token, publicKey, issuer, clock.now());
      const account = verified[CLAIM] as { namespace?: string; serviceaccount?: { name?: string; uid?: string } };
      const { namespace = '', serviceaccount: { name = '', uid = '' } = {} } = account ?? {};
      const stored = await store.get(SERVICE_ACCOUNTS, namespace, name);
      if (stored === undefined || stored.metadata.uid !== uid) throw new PorchError('Unauthorized', 'Unauthorized');
      return { user: { ...serviceAccountUser(namespace, name), uid }, expiresAt: new Date((verified.exp ?? 0) * 1000) };
    },
  };
}

async function verify(token: string, key: KeyObject, issuer: string, now: Date) {
  try {
    const options = {
      issuer,
      audience: issuer,
      algorithms: ['ES256'],
      currentDate: now,
      requiredClaims: ['exp', 'sub'],
    };
    return (await jwtVerify(token, key, options)).payload;
  } catch (error) {
    throw new PorchError('Unauthorized', 'Unauthorized', { cause: error });
  }
}

/** What a token says of its issuer, before anything is verified; undefined when it is no JWT. */
export function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

export function serviceAccountUserName(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

export function serviceAccountUser(namespace: string, name: string): UserInfo {
  return {
    name: serviceAccountUserName(namespace, name),
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
  };
}
