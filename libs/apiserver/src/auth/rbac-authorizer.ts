import { type KubernetesObject, type LabelSelector, matchesLabelSelector } from '@porch/api';
import { type ObjectStore, type UserInfo } from '@porch/repository';
import { objectsAt, textAt, valueAt } from '../json/json-object';
import { AUTHENTICATED_GROUP } from './authenticator';
import { type Authorizer } from './authorizer';
import { labelSelectorOf } from './label-selector-object';
import { type PolicyRule, readPolicyRules, ruleAllows } from './policy-rule';
import { serviceAccountUserName } from './service-account-tokens';

const GROUP = 'rbac.authorization.k8s.io';
const ROLES = `roles.${GROUP}`;
const ROLE_BINDINGS = `rolebindings.${GROUP}`;
const CLUSTER_ROLES = `clusterroles.${GROUP}`;
const CLUSTER_ROLE_BINDINGS = `clusterrolebindings.${GROUP}`;
const RESOURCES: ReadonlySet<string> = new Set([ROLES, ROLE_BINDINGS, CLUSTER_ROLES, CLUSTER_ROLE_BINDINGS]);

const everything: PolicyRule = {
  verbs: ['*'],
  apiGroups: ['*'],
  resources: ['*'],
  resourceNames: [],
  nonResourceURLs: ['*'],
};
/** A cluster role there is without storing it. */
const BUILT_IN_CLUSTER_ROLES: Readonly<Record<string, readonly PolicyRule[]>> = { 'cluster-admin': [everything] };
const nothing: PolicyRule = { verbs: [], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };
/**
 * Anybody who is known may ask about themselves and read what the server is and serves, which the router lets them
 * without asking here: the answers to questions about rights have to say the same.
 */
const BASIC_RULES: readonly PolicyRule[] = [
  {
    ...nothing,
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  { ...nothing, verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
  {
    ...nothing,
    verbs: ['get'],
    nonResourceURLs: [
      '/',
      '/api',
      '/api/*',
      '/apis',
      '/apis/*',
      '/healthz',
      '/livez',
      '/openapi',
      '/openapi/*',
      '/readyz',
      '/version',
      '/version/',
    ],
  },
];

interface Binding {
  readonly namespace: string | undefined;
  readonly object: KubernetesObject;
}

interface Policy {
  readonly roles: ReadonlyMap<string, readonly PolicyRule[]>;
  readonly bindings: readonly Binding[];
}

export interface RbacAuthorizerOptions {
  readonly store: ObjectStore;
  /** Ends following the store. */
  readonly signal: AbortSignal;
}

/** Role-based access control over the stored roles and bindings, evaluated as Kubernetes does. */
export function createRbacAuthorizer({ store, signal }: RbacAuthorizerOptions): Required<Authorizer> {
  let policy: Promise<Policy> | undefined;
  const forget = () => (policy = undefined);
  const subscription = store.changes().subscribe({
    next: ({ resource }) => {
      if (RESOURCES.has(resource)) forget();
    },
    error: forget,
  });
  signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true });
  const current = () => {
    policy ??= readPolicy(store).catch((error: unknown) => {
      forget();
      throw error;
    });
    return policy;
  };
  const rulesFor = async (user: UserInfo, namespace: string | undefined) => {
    const { roles, bindings } = await current();
    const applying = bindings.filter((binding) => binding.namespace === undefined || binding.namespace === namespace);
    const bound = applying
      .filter(({ object, namespace: bindingNamespace }) => bindsUser(object, bindingNamespace, user))
      .flatMap(({ object, namespace: bindingNamespace }) => roles.get(roleKey(object, bindingNamespace)) ?? []);
    return user.groups.includes(AUTHENTICATED_GROUP) ? [...BASIC_RULES, ...bound] : bound;
  };
  return {
    rulesFor,
    async authorize(attributes) {
      const namespace = 'path' in attributes ? undefined : attributes.namespace;
      const rules = await rulesFor(attributes.user, namespace);
      return { allowed: rules.some((rule) => ruleAllows(rule, attributes)) };
    },
  };
}

async function readPolicy(store: ObjectStore): Promise<Policy> {
  const [roles, roleBindings, clusterRoles, clusterRoleBindings] = await Promise.all(
    [ROLES, ROLE_BINDINGS, CLUSTER_ROLES, CLUSTER_ROLE_BINDINGS].map(
      async (resource) => (await store.list(resource)).items,
    ),
  );
  const rules = new Map<string, readonly PolicyRule[]>();
  for (const [name, builtIn] of Object.entries(BUILT_IN_CLUSTER_ROLES)) rules.set(`/${name}`, builtIn);
  for (const role of clusterRoles ?? []) rules.set(`/${role.metadata.name}`, rulesOf(role, clusterRoles ?? []));
  for (const role of roles ?? []) rules.set(`${role.metadata.namespace}/${role.metadata.name}`, rulesOf(role, []));
  return {
    roles: rules,
    bindings: [
      ...(clusterRoleBindings ?? []).map((object) => ({ namespace: undefined, object })),
      ...(roleBindings ?? []).map((object) => ({ namespace: object.metadata.namespace ?? '', object })),
    ],
  };
}

/** A role's own rules and those it gathers from cluster roles by label. */
function rulesOf(role: KubernetesObject, clusterRoles: readonly KubernetesObject[]): PolicyRule[] {
  const selectors: LabelSelector[] = objectsAt(role, 'aggregationRule.clusterRoleSelectors').map(labelSelectorOf);
  const gathered = clusterRoles.filter(
    (other) => other !== role && selectors.some((selector) => matchesLabelSelector(selector, other.metadata.labels)),
  );
  return [role, ...gathered].flatMap((each) => readPolicyRules(valueAt(each, 'rules')));
}

function roleKey(binding: KubernetesObject, namespace: string | undefined): string {
  const scope = textAt(binding, 'roleRef.kind') === 'Role' ? (namespace ?? '') : '';
  return `${scope}/${textAt(binding, 'roleRef.name')}`;
}

function bindsUser(binding: KubernetesObject, namespace: string | undefined, user: UserInfo): boolean {
  return objectsAt(binding, 'subjects').some((subject) => {
    const name = textAt(subject, 'name');
    switch (subject['kind']) {
      case 'User':
        return name === user.name;
      case 'Group':
        return user.groups.includes(name);
      case 'ServiceAccount':
        return serviceAccountUserName(textAt(subject, 'namespace') || (namespace ?? ''), name) === user.name;
      default:
        return false;
    }
  });
}
