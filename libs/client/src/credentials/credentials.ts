import { type SecretText } from '@porch/api';

/** What proves who we are on one request. */
export interface ResolvedCredentials {
  /** Value of the Authorization header. */
  authorization?: SecretText;
  /** PEM client certificate and key. */
  certificate?: string;
  key?: SecretText;
}

/** A source of credentials, asked before every request; it caches what is worth caching. */
export interface Credentials {
  resolve(signal?: AbortSignal): Promise<ResolvedCredentials>;
  /** The server answered 401: whether asking again may give something newer. */
  refused(): boolean;
}
