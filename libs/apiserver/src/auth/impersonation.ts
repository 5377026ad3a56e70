import { badRequest } from '@porch/api';
import { type UserInfo } from '@porch/repository';
import { ANONYMOUS, type Authentication, AUTHENTICATED_GROUP, UNAUTHENTICATED_GROUP } from './authenticator';
import { type AuthorizationAttributes, type Authorizer, forbiddenRequest } from './authorizer';
import { headersStartingWith, headerValues } from './header-values';
import { extraOf } from './request-header-authenticator';
import { serviceAccountUser } from './service-account-tokens';

const EXTRA_PREFIX = 'impersonate-extra-';
const SERVICE_ACCOUNT = /^system:serviceaccount:(?<namespace>[^:]+):(?<name>[^:]+)$/;

/**
 * Who a request is to be taken for: the user of the `Impersonate-*` headers, where the sender has the right to speak
 * for that user, UID, and each group and extra value; otherwise the sender.
 *
 * @throws PorchError Forbidden, BadRequest for a UID, groups or extra values without a user
 */
export async function impersonate(
  authentication: Authentication,
  rawHeaders: readonly string[],
  authorizer: Authorizer,
): Promise<Authentication> {
  const [name] = headerValues(rawHeaders, 'impersonate-user');
  const givenGroups = headerValues(rawHeaders, 'impersonate-group').flatMap((value) => value.split(', '));
  const [uid] = headerValues(rawHeaders, 'impersonate-uid');
  const extra = headersStartingWith(rawHeaders, EXTRA_PREFIX);
  if (!name) {
    if (uid || givenGroups.length > 0 || extra.length > 0)
      throw badRequest('a UID, groups and extra values are impersonated with a user only');
    return authentication;
  }
  const { user } = authentication;
  const account = SERVICE_ACCOUNT.exec(name)?.groups;
  const wanted: AuthorizationAttributes[] = [
    account
      ? ask(user, '', 'serviceaccounts', account['name'] ?? '', undefined, account['namespace'])
      : ask(user, '', 'users', name),
    ...(uid ? [ask(user, 'authentication.k8s.io', 'uids', uid)] : []),
    ...givenGroups.map((group) => ask(user, '', 'groups', group)),
    ...extra.map(([key, value]) => ask(user, 'authentication.k8s.io', 'userextras', value, key)),
  ];
  for (const attributes of wanted) {
    const decision = await authorizer.authorize(attributes);
    if (!decision.allowed) throw forbiddenRequest(attributes, decision.reason);
  }
  const ownGroups = account ? serviceAccountUser(account['namespace'] ?? '', account['name'] ?? '').groups : [];
  const groups = withStanding(name, givenGroups.length > 0 ? givenGroups : ownGroups);
  const impersonated = { name, ...(uid ? { uid } : {}), groups, ...extraOf(extra) };
  return { ...authentication, user: impersonated, impersonatedBy: user.name };
}

/** Everybody is known or unknown, as Kubernetes has it: nobody is made known who is impersonated as unknown. */
function withStanding(name: string, groups: readonly string[]): string[] {
  if (name === ANONYMOUS) return [...new Set([...groups, UNAUTHENTICATED_GROUP])];
  return groups.includes(UNAUTHENTICATED_GROUP) ? [...groups] : [...new Set([...groups, AUTHENTICATED_GROUP])];
}

function ask(
  user: UserInfo,
  group: string,
  resource: string,
  name: string,
  subresource?: string,
  namespace?: string,
): AuthorizationAttributes {
  return { user, verb: 'impersonate', group, resource, subresource, namespace, name };
}
