import { SecretText } from '@porch/api';
import { type Credentials, type ResolvedCredentials } from './credentials';

/** Credentials that never change: a token, a user and password, a client certificate, or nothing. */
export function staticCredentials(resolved: ResolvedCredentials = {}): Credentials {
  return { resolve: () => Promise.resolve(resolved), refused: () => false };
}

export function bearer(token: SecretText): SecretText {
  return new SecretText(`Bearer ${token.reveal()}`);
}

export function basic(username: string, password: SecretText): SecretText {
  return new SecretText(`Basic ${Buffer.from(`${username}:${password.reveal()}`, 'utf8').toString('base64')}`);
}
