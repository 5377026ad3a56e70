import { AGE_COLUMN, NAME_COLUMN, textColumn } from './columns';
import { coreKind } from './core-kind';
import { CONDITIONS_SCHEMA } from './object-meta-schema';
import { type ResourceKind, STATUS_SUBRESOURCE } from './resource-kind';
import { record, setOf, text } from './schema';

const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

/** A namespace ends when `spec.finalizers` is empty; the namespace controller empties it once its contents are gone. */
export const NAMESPACE_KIND: ResourceKind = {
  ...coreKind,
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  kind: 'Namespace',
  namespaced: false,
  nameRule: 'label',
  description: 'A scope for names and for who may do what.',
  subresources: [STATUS_SUBRESOURCE, { name: 'finalize', verbs: ['update'] }],
  fields: {
    spec: record('Who has to agree before the namespace is removed.', {
      finalizers: setOf({ type: 'string' }, 'Who has to agree before the namespace is removed.'),
    }),
    status: record('Phase of the namespace.', {
      phase: text('`Active` or `Terminating`.'),
      conditions: CONDITIONS_SCHEMA,
    }),
  },
  columns: [NAME_COLUMN, textColumn('Status', 'status.phase', 'Phase of the namespace.'), AGE_COLUMN],
  selectableFields: ['status.phase'],
  prepareForCreate: (object) => ({
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...object.metadata.labels, [NAMESPACE_NAME_LABEL]: object.metadata.name ?? '' },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  }),
  prepareForUpdate: (object, previous) => ({ ...object, spec: previous['spec'] }),
};
