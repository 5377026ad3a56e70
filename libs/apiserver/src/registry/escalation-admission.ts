import { type KubernetesObject, PorchError } from '@porch/api';
import { type ObjectStore, type UserInfo } from '@porch/repository';
import { type AuthorizationAttributes, type Authorizer } from '../auth/authorizer';
import { type PolicyRule, readPolicyRules } from '../auth/policy-rule';
import { deepEqual } from '../json/deep-equal';
import { textAt } from '../json/json-object';
import { resourceName, type ResourceKind } from '../kinds/resource-kind';
import { type Admission } from './stored-objects';

const GROUP = 'rbac.authorization.k8s.io';

/**
 * Nobody gives what they do not have: a role may hold, and a binding may grant, only what its author may do, unless
 * they may `escalate` or `bind`.
 */
export function createEscalationAdmission(kind: ResourceKind, store: ObjectStore, authorizer: Authorizer): Admission {
  return async (object, previous, { user }) => {
    if (user === undefined || deepEqual(grantOf(object), grantOf(previous))) return [];
    const { namespace } = object.metadata;
    const binds = kind.kind.endsWith('Binding');
    const roleName = binds ? textAt(object, 'roleRef.name') : (object.metadata.name ?? '');
    const resource = binds ? roleResource(object) : kind.plural;
    const exempt = await allowed(authorizer, {
      user,
      verb: binds ? 'bind' : 'escalate',
      group: GROUP,
      resource,
      subresource: undefined,
      namespace,
      name: roleName,
    });
    if (exempt) return [];
    const rules = binds ? await boundRules(store, object) : readPolicyRules(object['rules']);
    for (const attributes of rules.flatMap((rule) => requestsOf(rule, user, namespace))) {
      if (!(await allowed(authorizer, attributes))) throw escalation(kind, object, user);
    }
    return [];
  };
}

async function allowed(authorizer: Authorizer, attributes: AuthorizationAttributes): Promise<boolean> {
  return (await authorizer.authorize(attributes)).allowed;
}

function grantOf(object: KubernetesObject | undefined): unknown {
  return [object?.['rules'], object?.['subjects'], object?.['roleRef'], object?.['aggregationRule']];
}

function roleResource(binding: KubernetesObject): string {
  return textAt(binding, 'roleRef.kind') === 'Role' ? 'roles' : 'clusterroles';
}

/** The rules of the role a binding names; one that is not there yet could become anything. */
async function boundRules(store: ObjectStore, binding: KubernetesObject): Promise<PolicyRule[]> {
  const resource = roleResource(binding);
  const namespace = resource === 'roles' ? (binding.metadata.namespace ?? '') : '';
  const role = await store.get(`${resource}.${GROUP}`, namespace, textAt(binding, 'roleRef.name'));
  const everything = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] };
  if (role === undefined || role['aggregationRule'] !== undefined) return [everything];
  return readPolicyRules(role['rules']);
}

/** The single requests a rule allows; a star asks for a right that only a star gives. */
function requestsOf(rule: PolicyRule, user: UserInfo, namespace: string | undefined): AuthorizationAttributes[] {
  const names = rule.resourceNames.length > 0 ? rule.resourceNames : [undefined];
  return rule.verbs.flatMap((verb): AuthorizationAttributes[] => [
    ...rule.nonResourceURLs.map((path) => ({ user, verb, path })),
    ...rule.apiGroups.flatMap((group) =>
      rule.resources.flatMap((full) => {
        const [resource = '', subresource] = full.split('/', 2);
        return names.map((name) => ({ user, verb, group, resource, subresource, namespace, name }));
      }),
    ),
  ]);
}

function escalation(kind: ResourceKind, object: KubernetesObject, user: UserInfo): PorchError {
  const { name = '' } = object.metadata;
  return new PorchError(
    'Forbidden',
    `${resourceName(kind)} "${name}" is forbidden: user "${user.name}" is attempting to grant RBAC permissions not currently held`,
    { details: { name, group: kind.group, kind: kind.plural } },
  );
}
