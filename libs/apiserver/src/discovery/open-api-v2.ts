import { isJsonObject, type JsonObject } from '../json/json-object';

const V3_REFERENCE = '#/components/schemas/';
const V2_REFERENCE = '#/definitions/';
/** Of version 3 only: version 2 has no word for them. */
const UNKNOWN_KEYS: ReadonlySet<string> = new Set(['nullable', 'allOf']);

/**
 * The OpenAPI 2.0 document of documents of version 3, as kube-apiserver publishes custom resources: what keeps
 * unknown fields has no shape here, because kubectl up to 1.24 refuses what the shape does not say.
 */
export function openApiV2(documents: readonly JsonObject[], serverVersion: string): JsonObject {
  const merged = (select: (document: JsonObject) => unknown) =>
    Object.assign({}, ...documents.map((document) => objectAt(select(document)))) as JsonObject;
  return {
    swagger: '2.0',
    info: { title: 'Porch', version: serverVersion },
    paths: mapValues(
      merged(({ paths }) => paths),
      pathItem,
    ),
    definitions: mapValues(
      merged(({ components }) => objectAt(components)['schemas']),
      schemaOf,
    ),
  };
}

function schemaOf(schema: JsonObject): JsonObject {
  const reference = referenceOf(schema);
  const { description } = schema;
  if (reference !== undefined) return { ...(description === undefined ? {} : { description }), $ref: reference };
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !UNKNOWN_KEYS.has(key) && !(open && (key === 'properties' || key === 'required')))
      .map(([key, value]) => [key, key === 'properties' ? mapValues(objectAt(value), schemaOf) : nested(key, value)]),
  );
}

function nested(key: string, value: unknown): unknown {
  return (key === 'items' || key === 'additionalProperties') && isJsonObject(value) ? schemaOf(value) : value;
}

function referenceOf({ $ref, allOf }: JsonObject): string | undefined {
  if (typeof $ref === 'string') return $ref.replace(V3_REFERENCE, V2_REFERENCE);
  return Array.isArray(allOf) && isJsonObject(allOf[0]) ? referenceOf(allOf[0]) : undefined;
}

function pathItem(item: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(item).map(([key, value]) => [
      key,
      key === 'parameters' ? parametersOf(value) : operationOf(objectAt(value)),
    ]),
  );
}

function operationOf({ requestBody, parameters, responses, ...operation }: JsonObject): JsonObject {
  const content = objectAt(objectAt(requestBody)['content']);
  const [body] = Object.values(content);
  return {
    ...operation,
    ...(body === undefined ? {} : { consumes: Object.keys(content) }),
    parameters: [
      ...(body === undefined ? [] : [{ name: 'body', in: 'body', required: true, schema: contentSchema(body) }]),
      ...parametersOf(parameters),
    ],
    responses: mapValues(objectAt(responses), ({ description, content: answers }) => ({
      description,
      schema: contentSchema(Object.values(objectAt(answers))[0]),
    })),
  };
}

const contentSchema = (content: unknown) => schemaOf(objectAt(objectAt(content)['schema']));

function parametersOf(parameters: unknown): JsonObject[] {
  if (!Array.isArray(parameters)) return [];
  return parameters.map(objectAt).map(({ schema, ...parameter }) => ({ ...parameter, ...objectAt(schema) }));
}

function objectAt(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function mapValues(object: JsonObject, map: (value: JsonObject) => JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(objectAt(value))]));
}
