import { compareText, scalarTag, YamlNode } from '@porch/krm';
import { type DecodedStruct, type DecodedValue } from './decode-struct';
import { type FieldType, type StructType } from './kptfile-schema';

/**
 * A struct as nodes, the way Go's encoder writes it: fields in the order of the type, those without a value left out, maps
 * by key, text of several lines as literals.
 */
export function encodeStruct(value: DecodedStruct, type: StructType): YamlNode {
  const mapping = YamlNode.mapping();
  for (const [name, fieldType] of Object.entries(type.fields)) {
    const field = value[name];
    if (field === undefined || (isEmpty(field) && !type.always?.includes(name))) continue;
    mapping.content.push(YamlNode.string(name), encodeValue(field, fieldType));
  }
  return mapping;
}

function encodeValue(value: DecodedValue, type: FieldType): YamlNode {
  if (typeof value === 'string') return textNode(value);
  if (typeof value === 'number') return new YamlNode('scalar', 'plain', String(value), '!!int');
  if (typeof value === 'boolean') return new YamlNode('scalar', 'plain', String(value), '!!bool');
  if (isList(value)) {
    const elementType = typeof type === 'object' && 'list' in type ? type.list : 'string';
    return YamlNode.sequence(value.map((element) => encodeValue(element, elementType)));
  }
  if (typeof type === 'object' && 'fields' in type) return encodeStruct(value, type);
  return mapNode(value);
}

function mapNode(value: DecodedStruct): YamlNode {
  const mapping = YamlNode.mapping();
  for (const key of Object.keys(value).sort(compareText)) {
    const text = value[key];
    mapping.content.push(textNode(key), textNode(typeof text === 'string' ? text : ''));
  }
  return mapping;
}

/** Strings that YAML 1.1 takes for booleans or for numbers to the base of sixty; go-yaml quotes them. */
const OLD_BOOLEAN = /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/;
const BASE_SIXTY = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;

function textNode(text: string): YamlNode {
  if (text.includes('\n')) return YamlNode.string(text, 'literal');
  const plain = scalarTag(text) === '!!str' && !OLD_BOOLEAN.test(text) && !BASE_SIXTY.test(text);
  return YamlNode.string(text, plain ? 'plain' : 'double');
}

/** Go's `omitempty`: pointers to structs are kept when they are there, all else when it holds something. */
function isEmpty(value: DecodedValue): boolean {
  if (value === '' || value === 0 || value === false) return true;
  return isList(value) && value.length === 0;
}

function isList(value: DecodedValue): value is readonly DecodedValue[] {
  return Array.isArray(value);
}
