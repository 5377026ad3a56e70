export type SchemaType = 'null' | 'boolean' | 'number' | 'integer' | 'string' | 'array' | 'object';

/** The part of JSON schema that Kubernetes' schemas and those in CustomResourceDefinitions use. */
export interface ValidationSchema {
  /** The name of a shared definition. */
  readonly $ref?: string;
  readonly type?: SchemaType | readonly SchemaType[];
  /** CustomResourceDefinitions: null is allowed as well. */
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, ValidationSchema>>;
  readonly additionalProperties?: ValidationSchema | boolean;
  readonly items?: ValidationSchema;
  readonly oneOf?: readonly ValidationSchema[];
  readonly anyOf?: readonly ValidationSchema[];
  readonly allOf?: readonly ValidationSchema[];
  readonly not?: ValidationSchema;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean | number;
  readonly exclusiveMaximum?: boolean | number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
}

/** Something in a resource that its schema does not allow. */
export interface SchemaViolation {
  /** The names of the fields and the indices of the elements down to it. */
  readonly path: readonly string[];
  readonly message: string;
}
