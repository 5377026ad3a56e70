import {
  type Authentication,
  type AuthenticationRequest,
  type Authenticator,
  AUTHENTICATED_GROUP,
} from './authenticator';

/** Who a request is from: what the first authenticator that knows its credential says. Undefined when none does. */
export async function authenticateRequest(
  authenticators: readonly Authenticator[],
  request: AuthenticationRequest,
): Promise<Authentication | undefined> {
  for (const authenticator of authenticators) {
    const found = await authenticator.authenticate(request);
    if (found) return inAuthenticatedGroup(found);
  }
  return undefined;
}

const ANONYMOUS = 'system:anonymous';

function inAuthenticatedGroup(authentication: Authentication): Authentication {
  const { user } = authentication;
  if (user.name === ANONYMOUS || user.groups.includes(AUTHENTICATED_GROUP)) return authentication;
  return { ...authentication, user: { ...user, groups: [...user.groups, AUTHENTICATED_GROUP] } };
}
