import { dereference, fields, scalarType, type YamlNode } from '@porch/krm';
import { isAbsent } from '@porch/functions';
import { type FieldType, type StructType } from './kptfile-schema';

/** A decoded struct: fields that were missing or null are not there. */
export type DecodedStruct = { readonly [field: string]: DecodedValue | undefined };
export type DecodedValue = string | number | boolean | DecodedStruct | readonly DecodedValue[];

/** Everything that does not fit, one line each, as go-yaml reports it. */
export class UnmarshalError extends Error {
  constructor(problems: readonly string[]) {
    super(['yaml: unmarshal errors:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.name = 'UnmarshalError';
  }
}

/**
 * Decodes a node as Go's strict YAML decoder decodes it into a struct: unknown and repeated fields and values of the wrong
 * kind are problems, all of which are reported together.
 *
 * @throws UnmarshalError
 */
export function decodeStruct(node: YamlNode, type: StructType): DecodedStruct {
  const problems: string[] = [];
  const decoded = structValue(node, type, problems);
  if (problems.length > 0) throw new UnmarshalError(problems);
  return decoded ?? {};
}

function structValue(node: YamlNode, type: StructType, problems: string[]): DecodedStruct | undefined {
  const target = dereference(node);
  if (target.kind !== 'mapping') return mismatch(target, type.name, problems);
  const decoded: Record<string, DecodedValue | undefined> = {};
  const seen = new Map<string, number>();
  for (const { key, value } of fields(target)) {
    const fieldType = Object.hasOwn(type.fields, key.value) ? type.fields[key.value] : undefined;
    const before = seen.get(key.value);
    if (before !== undefined) {
      problems.push(`line ${key.line}: mapping key "${key.value}" already defined at line ${before}`);
    }
    seen.set(key.value, key.line);
    if (fieldType === undefined) {
      problems.push(`line ${key.line}: field ${key.value} not found in type ${type.name}`);
    } else if (!isAbsent(value)) {
      decoded[key.value] = fieldValue(value, fieldType, problems);
    }
  }
  return decoded;
}

function fieldValue(node: YamlNode, type: FieldType, problems: string[]): DecodedValue | undefined {
  const target = dereference(node);
  if (typeof type === 'string') return scalarValue(target, type, problems);
  if ('list' in type) return listValue(target, type.list, problems);
  if ('map' in type) return mapValue(target, problems);
  return structValue(target, type, problems);
}

function scalarValue(node: YamlNode, type: 'string' | 'bool' | 'int', problems: string[]): DecodedValue | undefined {
  if (node.kind !== 'scalar') return mismatch(node, type, problems);
  const tag = scalarType(node);
  if (type === 'string') return node.value;
  if (type === 'int' && tag === '!!int') return Number(node.value);
  if (type === 'bool' && tag === '!!bool') return node.value.toLowerCase() === 'true';
  return mismatch(node, type, problems);
}

function listValue(node: YamlNode, type: FieldType, problems: string[]): DecodedValue[] | undefined {
  if (node.kind !== 'sequence') return mismatch(node, `[]${typeName(type)}`, problems);
  return node.content.flatMap((element) => fieldValue(element, type, problems) ?? []);
}

function mapValue(node: YamlNode, problems: string[]): DecodedStruct | undefined {
  if (node.kind !== 'mapping') return mismatch(node, 'map[string]string', problems);
  const decoded: Record<string, DecodedValue | undefined> = {};
  for (const { key, value } of fields(node)) {
    decoded[key.value] = isAbsent(value) ? '' : scalarValue(dereference(value), 'string', problems);
  }
  return decoded;
}

function mismatch(node: YamlNode, type: string, problems: string[]): undefined {
  const shown = node.kind === 'scalar' ? ` \`${shorten(node.value)}\`` : '';
  problems.push(`line ${node.line}: cannot unmarshal ${kindTag(node)}${shown} into ${type}`);
  return undefined;
}

/** go-yaml shows no more than ten characters of a value. */
const shorten = (value: string) => (value.length > 10 ? `${value.slice(0, 7)}...` : value);

function kindTag(node: YamlNode): string {
  if (node.kind === 'mapping') return '!!map';
  return node.kind === 'sequence' ? '!!seq' : scalarType(node);
}

function typeName(type: FieldType): string {
  if (typeof type === 'string') return type;
  if ('list' in type) return `[]${typeName(type.list)}`;
  return 'map' in type ? 'map[string]string' : type.name;
}
