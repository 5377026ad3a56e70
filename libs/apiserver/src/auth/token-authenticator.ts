import { createHash, timingSafeEqual } from 'node:crypto';
import { type UserInfo } from '@porch/repository';
import { type Authenticator, bearerToken } from './authenticator';

/** A static token and whose it is. */
export interface StaticToken {
  readonly token: string;
  readonly user: UserInfo;
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Knows bearer tokens by heart. `tokens` is asked at each request, so that a reloaded file counts at once. */
export function createTokenAuthenticator(tokens: () => readonly StaticToken[]): Authenticator {
  return {
    authenticate({ headers }) {
      const given = bearerToken(headers);
      if (given === undefined) return Promise.resolve(undefined);
      const wanted = digest(given);
      const match = tokens().find(({ token }) => timingSafeEqual(digest(token), wanted));
      return Promise.resolve(match && { user: match.user });
    },
  };
}
