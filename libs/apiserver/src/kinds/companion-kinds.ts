import { textAt } from '../json/json-object';
import { coreKind } from './core-kinds';
import { AGE_COLUMN, DEFAULT_COLUMNS, NAME_COLUMN, textColumn } from './columns';
import { CONDITIONS_SCHEMA } from './object-meta-schema';
import { type ResourceKind, STATUS_SUBRESOURCE } from './resource-kind';
import { anything, flag, integer, intOrString, listByKeys, listOf, record, text, textMap, time } from './schema';

const servicePort = record(
  'One port.',
  {
    name: text('Name of the port.'),
    protocol: text('TCP, UDP or SCTP.', { default: 'TCP' }),
    appProtocol: text('Protocol spoken.'),
    port: integer('Port of the service.'),
    targetPort: intOrString('Port of the pods.'),
    nodePort: integer('Port of the nodes.'),
  },
  ['port'],
);

const serviceFields = {
  ...anything('Address of a program.'),
  properties: {
    ports: listByKeys(['port', 'protocol'], servicePort, 'Ports of the service.'),
    selector: textMap('Labels of the pods behind it.', { 'x-kubernetes-map-type': 'atomic' }),
    type: text('Kind of service.', { default: 'ClusterIP' }),
    clusterIP: text('Address within the cluster.'),
  },
};

export const SERVICE_KIND: ResourceKind = {
  ...coreKind,
  plural: 'services',
  singular: 'service',
  shortNames: ['svc'],
  kind: 'Service',
  namespaced: true,
  nameRule: 'label',
  description: 'A plain stored object: tools look for services, nothing here serves them.',
  subresources: [STATUS_SUBRESOURCE],
  fields: { spec: serviceFields, status: anything('What was observed.') },
  columns: [NAME_COLUMN, textColumn('Type', 'spec.type', 'Kind of service.'), AGE_COLUMN],
};

export const SERVICE_ACCOUNT_KIND: ResourceKind = {
  ...coreKind,
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  shortNames: ['sa'],
  kind: 'ServiceAccount',
  namespaced: true,
  description: 'An identity for programs; a token for it is had from the token subresource.',
  subresources: [{ name: 'token', verbs: ['create'], kind: 'TokenRequest' }],
  fields: {
    secrets: listByKeys(['name'], anything('A secret.'), 'Secrets it may use.'),
    imagePullSecrets: listOf(anything('A secret.'), 'Secrets for images.'),
    automountServiceAccountToken: flag('Whether pods get its token.'),
  },
};

const involvedObject = record('What the event is about.', {
  kind: text('Kind.'),
  namespace: text('Namespace.'),
  name: text('Name.'),
  uid: text('UID.'),
  apiVersion: text('API version.'),
  resourceVersion: text('Version.'),
  fieldPath: text('Part of the object.'),
});

export const EVENT_KIND: ResourceKind = {
  ...coreKind,
  plural: 'events',
  singular: 'event',
  shortNames: ['ev'],
  kind: 'Event',
  namespaced: true,
  description: 'Something that happened to an object.',
  fields: {
    involvedObject,
    reason: text('One word for why.'),
    message: text('The same for people.'),
    source: anything('Who reports it.'),
    firstTimestamp: time('When it happened first.'),
    lastTimestamp: time('When it happened last.'),
    eventTime: time('When it happened.'),
    count: integer('How often it happened.'),
    type: text('Normal or Warning.'),
    series: anything('Of repeated events.'),
    action: text('What was done.'),
    related: anything('Another object.'),
    reportingComponent: text('Who reports it.'),
    reportingInstance: text('Which instance reports it.'),
  },
  required: ['involvedObject'],
  columns: [
    {
      name: 'Last Seen',
      type: 'date',
      description: 'When it happened last.',
      cell: (object) =>
        textAt(object, 'lastTimestamp') || textAt(object, 'eventTime') || (object.metadata.creationTimestamp ?? null),
    },
    textColumn('Type', 'type', 'Normal or Warning.'),
    textColumn('Reason', 'reason', 'One word for why.'),
    {
      name: 'Object',
      type: 'string',
      description: 'What it is about.',
      cell: (object) =>
        `${textAt(object, 'involvedObject.kind').toLowerCase()}/${textAt(object, 'involvedObject.name')}`,
    },
    textColumn('Message', 'message', 'What happened.'),
    { ...NAME_COLUMN, priority: 1 },
  ],
  selectableFields: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'type',
  ],
};

export const DEPLOYMENT_KIND: ResourceKind = {
  ...coreKind,
  group: 'apps',
  plural: 'deployments',
  singular: 'deployment',
  shortNames: ['deploy'],
  kind: 'Deployment',
  namespaced: true,
  tracksGeneration: true,
  description: 'A plain stored object: tools look for deployments, nothing here runs them.',
  subresources: [STATUS_SUBRESOURCE],
  fields: { spec: anything('What shall run.'), status: anything('What runs.') },
  columns: DEFAULT_COLUMNS,
};

export const API_SERVICE_KIND: ResourceKind = {
  ...coreKind,
  group: 'apiregistration.k8s.io',
  plural: 'apiservices',
  singular: 'apiservice',
  kind: 'APIService',
  namespaced: false,
  description: 'A plain stored object: tools look for the API service of porch.kpt.dev.',
  subresources: [STATUS_SUBRESOURCE],
  nameRule: 'subdomain',
  fields: {
    spec: anything('Which group and version is served, and by what.'),
    status: record('What was observed.', { conditions: CONDITIONS_SCHEMA }),
  },
  columns: DEFAULT_COLUMNS,
};

export const LEASE_KIND: ResourceKind = {
  ...coreKind,
  group: 'coordination.k8s.io',
  allowsUnconditionalUpdate: false,
  plural: 'leases',
  singular: 'lease',
  kind: 'Lease',
  namespaced: true,
  description: 'Who leads, and until when.',
  fields: {
    spec: record('The lease.', {
      holderIdentity: text('Who holds it.'),
      leaseDurationSeconds: integer('How long after renewal it may be taken.'),
      acquireTime: time('When it was acquired.'),
      renewTime: time('When it was renewed.'),
      leaseTransitions: integer('How often the holder changed.'),
      strategy: text('How leaders are elected.'),
      preferredHolder: text('Who should take it.'),
    }),
  },
  columns: [NAME_COLUMN, textColumn('Holder', 'spec.holderIdentity', 'Who holds it.'), AGE_COLUMN],
};

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

const rbacKind = { ...coreKind, group: 'rbac.authorization.k8s.io', nameRule: 'path' } as const;
const roleFields = { rules: listOf(policyRule, 'What the role allows.') };
const bindingFields = { subjects: listOf(subject, 'Who gets the role.'), roleRef: roleReference };
const bindingRules = {
  fields: bindingFields,
  required: ['roleRef'],
  immutable: [{ path: 'roleRef', message: 'cannot change roleRef' }],
  columns: [NAME_COLUMN, textColumn('Role', 'roleRef.name', 'The role bound.'), AGE_COLUMN],
};

export const ROLE_KIND: ResourceKind = {
  ...rbacKind,
  plural: 'roles',
  singular: 'role',
  kind: 'Role',
  namespaced: true,
  description: 'What may be done in one namespace.',
  fields: roleFields,
};

export const CLUSTER_ROLE_KIND: ResourceKind = {
  ...rbacKind,
  plural: 'clusterroles',
  singular: 'clusterrole',
  kind: 'ClusterRole',
  namespaced: false,
  description: 'What may be done in every namespace, or in one that binds it.',
  fields: {
    ...roleFields,
    aggregationRule: record('Takes the rules of other cluster roles.', {
      clusterRoleSelectors: listOf(anything('Labels of cluster roles.'), 'Which cluster roles.'),
    }),
  },
};

export const ROLE_BINDING_KIND: ResourceKind = {
  ...rbacKind,
  ...bindingRules,
  plural: 'rolebindings',
  singular: 'rolebinding',
  kind: 'RoleBinding',
  namespaced: true,
  description: 'Who has a role in one namespace.',
};

export const CLUSTER_ROLE_BINDING_KIND: ResourceKind = {
  ...rbacKind,
  ...bindingRules,
  plural: 'clusterrolebindings',
  singular: 'clusterrolebinding',
  kind: 'ClusterRoleBinding',
  namespaced: false,
  description: 'Who has a cluster role everywhere.',
};
