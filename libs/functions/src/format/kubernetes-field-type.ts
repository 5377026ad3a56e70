import { type FieldType } from '@porch/krm';
import { kubernetesDefinition, kubernetesSchemaOf } from '../kubeconform/kubernetes-schemas';
import { type SchemaType, type ValidationSchema } from '../kubeconform/validation-schema';

/** May be written as a number, but means a text. */
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

const SCALAR_TYPES: readonly SchemaType[] = ['string', 'boolean', 'integer', 'number'];

/** What Kubernetes' own schemas say of the fields of a kind; undefined for other kinds. */
export function kubernetesFieldType(apiVersion: string, kind: string): FieldType | undefined {
  return fieldTypeOf(kubernetesSchemaOf(apiVersion, kind));
}

function fieldTypeOf(schema: ValidationSchema | undefined): FieldType | undefined {
  if (schema === undefined) return undefined;
  const resolved = schema.$ref === undefined ? schema : kubernetesDefinition(schema.$ref);
  return {
    type: schema.$ref === QUANTITY ? 'string' : scalarTypeOf(resolved),
    field: (name) => fieldTypeOf(resolved.properties?.[name] ?? mapValues(resolved)),
    element: () => fieldTypeOf(resolved.items),
  };
}

/** The one type a value can have besides null; undefined for what may be a number or a text. */
function scalarTypeOf({ type }: ValidationSchema): FieldType['type'] {
  const types = (typeof type === 'string' ? [type] : (type ?? [])).filter((each) => each !== 'null');
  const [only] = types;
  return types.length === 1 && only && SCALAR_TYPES.includes(only) ? (only as FieldType['type']) : undefined;
}

function mapValues({ additionalProperties }: ValidationSchema): ValidationSchema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
