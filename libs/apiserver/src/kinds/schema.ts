/**
 * The part of OpenAPI's schema object that Kubernetes uses for resources. It is served as it stands and drives
 * decoding, defaulting, validation, strategic merge and server-side apply.
 */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly description?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly nullable?: true;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly 'x-kubernetes-preserve-unknown-fields'?: true;
  readonly 'x-kubernetes-int-or-string'?: true;
  readonly 'x-kubernetes-list-type'?: 'map' | 'set' | 'atomic';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: 'atomic';
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-patch-strategy'?: 'merge' | 'replace';
}

type Extra = Omit<Schema, 'type' | 'properties' | 'items' | 'description'>;

export const text = (description: string, extra: Extra = {}): Schema => ({ type: 'string', description, ...extra });

export const oneOf = (values: readonly string[], description: string, extra: Extra = {}): Schema =>
  text(`${description} One of ${values.map((value) => JSON.stringify(value)).join(', ')}.`, { enum: values, ...extra });

export const integer = (description: string, extra: Extra = {}): Schema => ({
  type: 'integer',
  format: 'int64',
  description,
  ...extra,
});

export const flag = (description: string, extra: Extra = {}): Schema => ({ type: 'boolean', description, ...extra });

export const time = (description: string): Schema => text(description, { format: 'date-time', nullable: true });

export const bytes = (description: string): Schema => text(description, { format: 'byte' });

export const intOrString = (description: string): Schema => ({ description, 'x-kubernetes-int-or-string': true });

export const record = (
  description: string,
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = [],
  extra: Extra = {},
): Schema => ({ type: 'object', description, properties, ...(required.length > 0 ? { required } : {}), ...extra });

export const mapOf = (values: Schema, description: string, extra: Extra = {}): Schema => ({
  type: 'object',
  description,
  additionalProperties: values,
  ...extra,
});

export const textMap = (description: string, extra: Extra = {}): Schema =>
  mapOf({ type: 'string' }, description, extra);

/** A list that is one value: whoever sets it sets all of it. */
export const listOf = (items: Schema, description: string, extra: Extra = {}): Schema => ({
  type: 'array',
  description,
  items,
  'x-kubernetes-list-type': 'atomic',
  ...extra,
});

/** A list of distinct scalars, merged as a set. */
export const setOf = (items: Schema, description: string): Schema =>
  listOf(items, description, { 'x-kubernetes-list-type': 'set', 'x-kubernetes-patch-strategy': 'merge' });

/** A list of objects told apart by some of their fields, merged entry by entry. */
export const listByKeys = (keys: readonly [string, ...string[]], items: Schema, description: string): Schema =>
  listOf(items, description, {
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': keys,
    'x-kubernetes-patch-merge-key': keys[0],
    'x-kubernetes-patch-strategy': 'merge',
  });

/** An object whose fields are kept whatever they are. */
export const anything = (description: string): Schema => ({
  type: 'object',
  description,
  'x-kubernetes-preserve-unknown-fields': true,
});
