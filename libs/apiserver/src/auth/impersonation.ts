import { badRequest } from '@porch/api';
import { type UserInfo } from '@porch/repository';
import { type Authentication, AUTHENTICATED_GROUP } from './authenticator';
import { type AuthorizationAttributes, type Authorizer, forbiddenRequest } from './authorizer';
import { headersStartingWith, headerValues } from './header-values';
import { extraOf } from './request-header-authenticator';
import { serviceAccountUser } from './service-account-tokens';

const EXTRA_PREFIX = 'impersonate-extra-';
const SERVICE_ACCOUNT = /^system:serviceaccount:(?<namespace>[^:]+):(?<name>[^:]+)$/;

/**
 * Who a request is to be taken for: the user of the `Impersonate-*` headers, where the sender has the right to speak
 * for that user and for each group and extra value; otherwise the sender.
 *
 * @throws PorchError Forbidden, BadRequest for groups or extra values without a user
 */
export async function impersonate(
  authentication: Authentication,
  rawHeaders: readonly string[],
  authorizer: Authorizer,
): Promise<Authentication> {
  const [name] = headerValues(rawHeaders, 'impersonate-user');
  const givenGroups = headerValues(rawHeaders, 'impersonate-group').flatMap((value) => value.split(', '));
  const extra = headersStartingWith(rawHeaders, EXTRA_PREFIX);
  if (!name) {
    if (givenGroups.length > 0 || extra.length > 0)
      throw badRequest('groups and extra values are impersonated with a user only');
    return authentication;
  }
  const { user } = authentication;
  const account = SERVICE_ACCOUNT.exec(name)?.groups;
  const wanted: AuthorizationAttributes[] = [
    account
      ? ask(user, '', 'serviceaccounts', account['name'] ?? '', undefined, account['namespace'])
      : ask(user, '', 'users', name),
    ...givenGroups.map((group) => ask(user, '', 'groups', group)),
    ...extra.map(([key, value]) => ask(user, 'authentication.k8s.io', 'userextras', value, key)),
  ];
  for (const attributes of wanted) {
    const decision = await authorizer.authorize(attributes);
    if (!decision.allowed) throw forbiddenRequest(attributes, decision.reason);
  }
  const ownGroups = account ? serviceAccountUser(account['namespace'] ?? '', account['name'] ?? '').groups : [];
  const groups = [...new Set([...(givenGroups.length > 0 ? givenGroups : ownGroups), AUTHENTICATED_GROUP])];
  return { ...authentication, user: { name, groups, ...extraOf(extra) }, impersonatedBy: user.name };
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
