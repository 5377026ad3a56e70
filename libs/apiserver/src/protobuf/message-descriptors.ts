/** How one field of a message becomes JSON. Fields of a message that are not described are refused. */
export type FieldDescriptor =
  | { readonly json: string; readonly type: 'string' | 'bytes' | 'boolean' | 'integer' | 'time' | 'ignored' }
  | { readonly json: string; readonly type: 'message'; readonly message: MessageDescriptor }
  | { readonly json: string; readonly type: 'map'; readonly values: 'string' | 'bytes' }
  | { readonly json: string; readonly type: 'list'; readonly items: MessageDescriptor | 'string' };

export type MessageDescriptor = Readonly<Record<number, FieldDescriptor>>;

const string = (json: string): FieldDescriptor => ({ json, type: 'string' });
const boolean = (json: string): FieldDescriptor => ({ json, type: 'boolean' });
const integer = (json: string): FieldDescriptor => ({ json, type: 'integer' });
const message = (json: string, descriptor: MessageDescriptor): FieldDescriptor => ({
  json,
  type: 'message',
  message: descriptor,
});
const strings = (json: string): FieldDescriptor => ({ json, type: 'list', items: 'string' });
const textMap = (json: string): FieldDescriptor => ({ json, type: 'map', values: 'string' });
const bytesMap = (json: string): FieldDescriptor => ({ json, type: 'map', values: 'bytes' });
const time = (json: string): FieldDescriptor => ({ json, type: 'time' });

const OWNER_REFERENCE: MessageDescriptor = {
  1: string('kind'),
  3: string('name'),
  4: string('uid'),
  5: string('apiVersion'),
  6: boolean('controller'),
  7: boolean('blockOwnerDeletion'),
};

const OBJECT_META: MessageDescriptor = {
  1: string('name'),
  2: string('generateName'),
  3: string('namespace'),
  4: { json: 'selfLink', type: 'ignored' },
  5: string('uid'),
  6: string('resourceVersion'),
  7: integer('generation'),
  8: time('creationTimestamp'),
  9: time('deletionTimestamp'),
  10: integer('deletionGracePeriodSeconds'),
  11: textMap('labels'),
  12: textMap('annotations'),
  13: { json: 'ownerReferences', type: 'list', items: OWNER_REFERENCE },
  14: strings('finalizers'),
  17: { json: 'managedFields', type: 'ignored' },
};
const metadata = message('metadata', OBJECT_META);

const RESOURCE_ATTRIBUTES: MessageDescriptor = {
  1: string('namespace'),
  2: string('verb'),
  3: string('group'),
  4: string('version'),
  5: string('resource'),
  6: string('subresource'),
  7: string('name'),
};
const NON_RESOURCE_ATTRIBUTES: MessageDescriptor = { 1: string('path'), 2: string('verb') };

/** Messages that clients send as protobuf, by apiVersion and kind (H-6.3). Field numbers are Kubernetes'. */
export const MESSAGES: Readonly<Record<string, MessageDescriptor>> = {
  'v1/Secret': {
    1: metadata,
    2: bytesMap('data'),
    3: string('type'),
    4: textMap('stringData'),
    5: boolean('immutable'),
  },
  'v1/ConfigMap': { 1: metadata, 2: textMap('data'), 3: bytesMap('binaryData'), 4: boolean('immutable') },
  'v1/Namespace': {
    1: metadata,
    2: message('spec', { 1: strings('finalizers') }),
    3: message('status', { 1: string('phase') }),
  },
  'v1/ServiceAccount': {
    1: metadata,
    2: { json: 'secrets', type: 'list', items: { 3: string('name') } },
    3: { json: 'imagePullSecrets', type: 'list', items: { 1: string('name') } },
    4: boolean('automountServiceAccountToken'),
  },
  'authorization.k8s.io/v1/SelfSubjectAccessReview': {
    1: metadata,
    2: message('spec', {
      1: message('resourceAttributes', RESOURCE_ATTRIBUTES),
      2: message('nonResourceAttributes', NON_RESOURCE_ATTRIBUTES),
    }),
    3: { json: 'status', type: 'ignored' },
  },
  'authorization.k8s.io/v1/SelfSubjectRulesReview': {
    1: metadata,
    2: message('spec', { 1: string('namespace') }),
    3: { json: 'status', type: 'ignored' },
  },
  'authentication.k8s.io/v1/SelfSubjectReview': { 1: metadata, 2: { json: 'status', type: 'ignored' } },
  'authentication.k8s.io/v1/TokenRequest': {
    1: metadata,
    2: message('spec', { 1: strings('audiences'), 4: integer('expirationSeconds') }),
    3: { json: 'status', type: 'ignored' },
  },
};

/** metav1.DeleteOptions, which any API version may carry. */
export const DELETE_OPTIONS: MessageDescriptor = {
  1: integer('gracePeriodSeconds'),
  2: message('preconditions', { 1: string('uid'), 2: string('resourceVersion') }),
  3: boolean('orphanDependents'),
  4: string('propagationPolicy'),
  5: strings('dryRun'),
};
