import { type IncomingHttpHeaders } from 'node:http';
import { type PeerCertificate } from 'node:tls';
import { type UserInfo } from '@porch/repository';

/** What an authenticator may look at. */
export interface AuthenticationRequest {
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
  /** What the client showed; nobody has looked yet whether it is any good. */
  readonly certificate: PeerCertificate | undefined;
}

export interface Authentication {
  readonly user: UserInfo;
  /** When the credential stops being good; an open watch ends then. */
  readonly expiresAt?: Date;
  /** Who asks in the name of `user`. */
  readonly impersonatedBy?: string;
}

/** Tells who a request is from; undefined when it shows no credential of this kind. */
export interface Authenticator {
  /** @throws PorchError Unauthorized for a credential of this kind that is not good */
  authenticate(request: AuthenticationRequest): Promise<Authentication | undefined>;
}

/** Whom the server knows nothing of. */
export const ANONYMOUS = 'system:anonymous';
export const UNAUTHENTICATED_GROUP = 'system:unauthenticated';
export const AUTHENTICATED_GROUP = 'system:authenticated';
export const MASTERS_GROUP = 'system:masters';

/** The credential of an `Authorization: Bearer` header. */
export function bearerToken(headers: IncomingHttpHeaders): string | undefined {
  const [scheme, token] = (headers.authorization ?? '').trim().split(/\s+/, 2);
  return scheme?.toLowerCase() === 'bearer' && token ? token : undefined;
}
