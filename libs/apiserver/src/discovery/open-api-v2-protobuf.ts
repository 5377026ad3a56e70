import { isJsonObject, type JsonObject, textAt } from '../json/json-object';
import { flagField, messageField, textField } from '../protobuf/wire-writer';

/**
 * The bytes of an OpenAPI 2.0 document as gnostic's `openapi.v2.Document`, the only form that kubectl up to 1.28 takes.
 * Field numbers are those of gnostic's OpenAPIv2.proto.
 */
export function encodeOpenApiV2(document: JsonObject): Buffer {
  return Buffer.concat([
    textField(1, textAt(document, 'swagger')),
    messageField(2, textField(1, textAt(document, 'info.title')), textField(2, textAt(document, 'info.version'))),
    messageField(8, ...namedFields(2, document['paths'], pathItem)),
    messageField(9, ...namedFields(1, document['definitions'], schema)),
  ]);
}

type Fields = readonly Buffer[];

/** A map as a list of messages with name and value. */
function namedFields(number: number, map: unknown, encode: (value: JsonObject) => Fields): Fields {
  return entriesOf(map).map(([name, value]) =>
    messageField(number, textField(1, name), messageField(2, ...encode(isJsonObject(value) ? value : {}))),
  );
}

const OPERATION_NUMBERS = { get: 2, put: 3, post: 4, delete: 5, patch: 8 };

function pathItem(item: JsonObject): Fields {
  return [
    ...Object.entries(OPERATION_NUMBERS).flatMap(([method, number]) => optional(number, item[method], operation)),
    ...listOf(item['parameters']).map((each) => messageField(9, parameter(each))),
  ];
}

function operation(value: JsonObject): Fields {
  return [
    textField(3, textAt(value, 'description')),
    textField(5, textAt(value, 'operationId')),
    ...textsOf(value['consumes']).map((type) => textField(7, type)),
    ...listOf(value['parameters']).map((each) => messageField(8, parameter(each))),
    messageField(9, ...namedFields(1, value['responses'], response)),
    ...extensions(13, value),
  ];
}

/** ParametersItem holds a Parameter, which is one of several messages by where the parameter is. */
function parameter(value: JsonObject): Buffer {
  const required = value['required'] === true;
  const [name, type] = [textAt(value, 'name'), textAt(value, 'type')];
  switch (value['in']) {
    case 'body':
      return messageField(
        1,
        messageField(
          1,
          textField(2, name),
          textField(3, 'body'),
          flagField(4, required),
          ...optional(5, value['schema'], schema),
        ),
      );
    case 'path': {
      const inPath = messageField(
        4,
        flagField(1, required),
        textField(2, 'path'),
        textField(4, name),
        textField(5, type),
      );
      return messageField(1, messageField(2, inPath));
    }
    default: {
      const query = messageField(
        3,
        flagField(1, required),
        textField(2, 'query'),
        textField(4, name),
        textField(6, type),
      );
      return messageField(1, messageField(2, query));
    }
  }
}

/** ResponseValue holds a Response, whose SchemaItem holds the schema. */
function response(value: JsonObject): Fields {
  const schemaItem = optional(2, value['schema'], (answer) => [messageField(1, ...schema(answer))]);
  return [messageField(1, textField(1, textAt(value, 'description')), ...schemaItem)];
}

function schema(value: JsonObject): Fields {
  const type = textAt(value, 'type');
  const { properties } = value;
  return [
    textField(1, textAt(value, '$ref')),
    textField(2, textAt(value, 'format')),
    textField(4, textAt(value, 'description')),
    ...(value['default'] === undefined ? [] : [messageField(5, anything(value['default']))]),
    ...textsOf(value['required']).map((name) => textField(19, name)),
    ...textsOf(value['enum']).map((word) => messageField(20, anything(word))),
    ...optional(21, value['additionalProperties'], (entry) => [messageField(1, ...schema(entry))]),
    ...(type === '' ? [] : [messageField(22, textField(1, type))]),
    ...optional(23, value['items'], (item) => [messageField(1, ...schema(item))]),
    ...(properties === undefined ? [] : [messageField(25, ...namedFields(1, properties, schema))]),
    ...extensions(31, value),
  ];
}

function extensions(number: number, value: JsonObject): Fields {
  return Object.entries(value)
    .filter(([key]) => key.startsWith('x-'))
    .map(([key, extension]) => messageField(number, textField(1, key), messageField(2, anything(extension))));
}

/** gnostic's Any holds YAML, which JSON is a part of. */
function anything(value: unknown): Buffer {
  return textField(2, `${JSON.stringify(value)}\n`);
}

function optional(number: number, value: unknown, encode: (value: JsonObject) => Fields): Fields {
  return isJsonObject(value) ? [messageField(number, ...encode(value))] : [];
}

function entriesOf(map: unknown): [string, unknown][] {
  return isJsonObject(map) ? Object.entries(map) : [];
}

function listOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
