import { AGE_COLUMN, NAME_COLUMN, textColumn } from './columns';
import { coreKind } from './core-kind';
import { listOf, record, text } from './schema';

const words = (description: string) => listOf({ type: 'string' }, description);

const policyRule = record(
  'What may be done to what.',
  {
    verbs: words('Verbs.'),
    apiGroups: words('API groups.'),
    resources: words('Resources, with `/subresource` where meant.'),
    resourceNames: words('Names, all when empty.'),
    nonResourceURLs: words('Paths that are no resources.'),
  },
  ['verbs'],
);

const subject = record(
  'Who.',
  {
    kind: text('User, Group or ServiceAccount.'),
    apiGroup: text('API group of the kind.'),
    name: text('Name.'),
    namespace: text('Namespace of a service account.'),
  },
  ['kind', 'name'],
);

const roleReference = record(
  'The role bound.',
  { apiGroup: text('API group of the role.'), kind: text('Role or ClusterRole.'), name: text('Name of the role.') },
  ['kind', 'name'],
);

/** What roles and bindings have in common. */
export const rbacKind = { ...coreKind, group: 'rbac.authorization.k8s.io', nameRule: 'path' } as const;

export const roleFields = { rules: listOf(policyRule, 'What the role allows.') };

const bindingFields = { subjects: listOf(subject, 'Who gets the role.'), roleRef: roleReference };

export const bindingRules = {
  fields: bindingFields,
  required: ['roleRef'],
  immutable: [{ path: 'roleRef', message: 'cannot change roleRef' }],
  columns: [NAME_COLUMN, textColumn('Role', 'roleRef.name', 'The role bound.'), AGE_COLUMN],
};
