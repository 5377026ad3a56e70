import type { ListMergeRule, OpenApiSchema } from './openapi-schema';

/** Finds the schema behind a `$ref`. */
export type ResolveReference = (reference: string) => MergeSchema | undefined;

/** Longest chain of `$ref` to `$ref` that is followed; a longer one is a loop. */
const MAX_REFERENCE_CHAIN = 16;

/**
 * The schema of one value while documents are merged.
 *
 * A value with a schema is only merged element by element if the schema says so; a value without one may have its
 * merge key inferred. So "known and plain" differs from "unknown" (rules of kyaml's `openapi.ResourceSchema`).
 */
export class MergeSchema {
  constructor(
    private readonly schema: OpenApiSchema,
    private readonly resolve: ResolveReference,
    /** Whether fields that the schema does not list are known all the same, to be plain. */
    private readonly otherFieldsArePlain = false,
  ) {}

  /** Schema of a field of this map, undefined where nothing is known about it. */
  field(name: string): MergeSchema | undefined {
    const properties = this.schema.properties;
    const property = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property) return this.child(property);
    if (typeof this.schema.additionalProperties === 'object') return this.child(this.schema.additionalProperties);
    return this.otherFieldsArePlain ? new MergeSchema({}, this.resolve, true) : undefined;
  }

  /** Schema of the elements of this list, undefined where nothing is known about them. */
  elements(): MergeSchema | undefined {
    if (this.schema.type === 'array' && this.schema.items) return this.child(this.schema.items);
    return this.otherFieldsArePlain ? new MergeSchema({}, this.resolve, true) : undefined;
  }

  /**
   * The rule for merging this list by element, undefined where it is replaced as a whole. A patch strategy that
   * contains `merge` makes a list associative, and so does the list type `map` of a structural schema.
   */
  listMergeRule(): ListMergeRule | undefined {
    const strategies = this.schema['x-kubernetes-patch-strategy']?.split(',') ?? [];
    const mapKeys = this.schema['x-kubernetes-list-map-keys'];
    if (!strategies.includes('merge')) {
      return this.schema['x-kubernetes-list-type'] === 'map' && mapKeys?.length ? { keys: mapKeys } : undefined;
    }
    if (mapKeys) return { keys: mapKeys };
    const mergeKey = this.schema['x-kubernetes-patch-merge-key'];
    return { keys: mergeKey === undefined ? [] : [mergeKey] };
  }

  private child(schema: OpenApiSchema): MergeSchema | undefined {
    let current = schema;
    for (let hops = 0; current.$ref !== undefined; hops++) {
      const target = hops < MAX_REFERENCE_CHAIN ? this.resolve(current.$ref) : undefined;
      if (!target) return undefined;
      if (target.schema.$ref === undefined) return target;
      current = target.schema;
    }
    return new MergeSchema(current, this.resolve, this.otherFieldsArePlain);
  }
}
