import { anything, flag, integer, listByKeys, listOf, record, type Schema, setOf, text, textMap, time } from './schema';

const ownerReferenceSchema = record(
  'The object this one belongs to and is removed with.',
  {
    apiVersion: text('API version of the owner.'),
    kind: text('Kind of the owner.'),
    name: text('Name of the owner.'),
    uid: text('UID of the owner.'),
    controller: flag('Whether the owner is the managing controller.'),
    blockOwnerDeletion: flag('Whether the owner stays until this object is gone, when deleted in the foreground.'),
  },
  ['apiVersion', 'kind', 'name', 'uid'],
  { 'x-kubernetes-map-type': 'atomic' },
);

/** metav1.ObjectMeta. */
export const OBJECT_META_SCHEMA: Schema = record('Metadata every stored object has.', {
  name: text('Name, unique within the namespace.'),
  generateName: text('Prefix for a name the server completes when none is given.'),
  namespace: text('Namespace the object lives in.'),
  selfLink: text('Deprecated and not set.'),
  uid: text('Identity of this object in time, set by the server.'),
  resourceVersion: text('Version of the stored object, for optimistic locking and watches.'),
  generation: integer('Counts changes of the desired state, set by the server.'),
  creationTimestamp: time('When the object was created, set by the server.'),
  deletionTimestamp: time('When deletion was asked for while finalizers are left, set by the server.'),
  deletionGracePeriodSeconds: integer('Seconds until removal, set by the server.'),
  labels: textMap('Key-value pairs to select by.'),
  annotations: textMap('Key-value pairs for tools.'),
  ownerReferences: listByKeys(['uid'], ownerReferenceSchema, 'Objects this one is removed with.'),
  finalizers: setOf({ type: 'string' }, 'Who has to agree before the object is removed.'),
  managedFields: listOf(anything('What one manager set.'), 'Who set which field.'),
});

/** metav1.Condition lists, merged by type. */
export const CONDITIONS_SCHEMA: Schema = listByKeys(
  ['type'],
  record(
    'One observed condition.',
    {
      type: text('What the condition is about.'),
      status: text('One of True, False, Unknown.'),
      reason: text('One word for why.'),
      message: text('The same for people.'),
      lastTransitionTime: time('When the status changed last.'),
      observedGeneration: integer('The generation the condition was set for.'),
    },
    ['type', 'status'],
  ),
  'Conditions as last observed.',
);

const labelSelectorRequirement = record(
  'One requirement.',
  {
    key: text('Label key.'),
    operator: text('In, NotIn, Exists or DoesNotExist.'),
    values: listOf({ type: 'string' }, 'Values for In and NotIn.'),
  },
  ['key', 'operator'],
);

/** The fields of metav1.LabelSelector. */
export const LABEL_SELECTOR_FIELDS: Readonly<Record<string, Schema>> = {
  matchLabels: textMap('Labels that must be equal.'),
  matchExpressions: listOf(labelSelectorRequirement, 'Requirements that must hold.'),
};
