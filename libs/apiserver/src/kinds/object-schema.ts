import { OBJECT_META_SCHEMA } from './object-meta-schema';
import { type ResourceKind } from './resource-kind';
import { type Schema } from './schema';

const cache = new WeakMap<ResourceKind, Schema>();

/** The schema of whole objects of a kind. */
export function objectSchemaOf(kind: ResourceKind): Schema {
  const known = cache.get(kind);
  if (known) return known;
  const schema: Schema = {
    type: 'object',
    description: kind.description,
    properties: {
      apiVersion: { type: 'string', description: 'Version of the schema of this object.' },
      kind: { type: 'string', description: 'Kind of this object.' },
      metadata: OBJECT_META_SCHEMA,
      ...kind.fields,
    },
    ...(kind.required ? { required: kind.required } : {}),
  };
  cache.set(kind, schema);
  return schema;
}
