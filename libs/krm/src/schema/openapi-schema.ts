/** The part of an OpenAPI v2/v3 schema that decides how a value is merged. */
export interface OpenApiSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly additionalProperties?: OpenApiSchema | boolean;
  readonly items?: OpenApiSchema;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
}

/** How the elements of a list are matched when the list is merged. */
export interface ListMergeRule {
  /** Fields whose values identify an element; empty for lists of primitives, which are merged as sets. */
  readonly keys: readonly string[];
}
