import { invalidData } from './invalid-data';
import { dereference } from './node-access';
import { parseInteger, scalarTag } from './scalar-type';
import { needsQuotes } from './yaml-1-1-string';
import { YamlNode } from './yaml-node';

/** Plain data as JSON knows it. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** More values than this from one document are taken for an alias bomb. */
const MAX_VALUES = 10_000_000;
/** Documents whose aliases multiply them beyond this factor are refused. */
const MAX_EXPANSION = 1_000_000;

/** The type of a scalar by its tag, or by its spelling where it has none. */
export function scalarType(node: YamlNode): string {
  if (node.tag !== '') return node.tag;
  return node.style === 'plain' ? scalarTag(node.value) : '!!str';
}

/** Plain data in which integers that a number cannot hold exactly are bigints. */
export type ExactJsonValue =
  null | boolean | number | bigint | string | ExactJsonValue[] | { [key: string]: ExactJsonValue };

function integerToJs(value: string, exact: boolean): number | bigint | string {
  const integer = parseInteger(value);
  if (integer === undefined) return value;
  const number = Number(integer);
  return exact && !Number.isSafeInteger(number) ? integer : number;
}

function scalarToJs(node: YamlNode, exact: boolean): Exclude<ExactJsonValue, object> {
  const { value } = node;
  switch (scalarType(node)) {
    case '!!null':
      return null;
    case '!!bool':
      return value.toLowerCase() === 'true';
    case '!!int':
      return integerToJs(value, exact);
    case '!!float': {
      const text = value.replaceAll('_', '').toLowerCase();
      if (text.endsWith('.inf')) return text.startsWith('-') ? -Infinity : Infinity;
      return text === '.nan' ? NaN : Number(text);
    }
    default:
      return value;
  }
}

class Converter {
  constructor(private readonly exact: boolean) {}

  private values = 0;
  private expanded = 0;
  private readonly open = new Set<YamlNode>();

  convert(node: YamlNode, inAlias: boolean): ExactJsonValue {
    this.values++;
    if (inAlias) this.expanded++;
    if (this.values > MAX_VALUES || this.expanded > MAX_EXPANSION) {
      throw invalidData(`document contains excessive aliasing (line ${node.line})`);
    }
    if (node.kind === 'alias') return this.alias(node);
    if (node.kind === 'scalar') return scalarToJs(node, this.exact);
    if (node.kind === 'sequence') return node.content.map((item) => this.convert(item, inAlias));
    return this.mapping(node, inAlias);
  }

  private alias(node: YamlNode): ExactJsonValue {
    const target = dereference(node);
    if (this.open.has(target)) throw invalidData(`anchor '${node.value}' value contains itself (line ${node.line})`);
    this.open.add(target);
    const value = this.convert(target, true);
    this.open.delete(target);
    return value;
  }

  private mapping(node: YamlNode, inAlias: boolean): ExactJsonValue {
    const object: Record<string, ExactJsonValue> = {};
    const merged: YamlNode[] = [];
    for (let i = 0; i + 1 < node.content.length; i += 2) {
      const key = node.content[i];
      const value = node.content[i + 1];
      if (key === undefined || value === undefined) break;
      if (key.tag === '!!merge') merged.push(value);
      else define(object, this.key(key), this.convert(value, inAlias));
    }
    for (const source of merged) this.merge(object, source);
    return object;
  }

  private key(key: YamlNode): string {
    const node = dereference(key);
    return node.kind === 'scalar' ? node.value : JSON.stringify(this.convert(node, true));
  }

  /** Adds the fields of a `<<` value that are not there yet. */
  private merge(object: Record<string, ExactJsonValue>, source: YamlNode): void {
    const node = dereference(source);
    const sources = node.kind === 'sequence' ? node.content : [source];
    for (const each of sources) {
      const value = this.convert(each, true);
      if (value === null || typeof value !== 'object' || Array.isArray(value)) {
        throw invalidData(`map merge requires map or sequence of maps as the value (line ${each.line})`);
      }
      for (const [key, field] of Object.entries(value)) if (!Object.hasOwn(object, key)) define(object, key, field);
    }
  }
}

/** Sets an own property even where the name is `__proto__`. */
function define(object: Record<string, ExactJsonValue>, key: string, value: ExactJsonValue): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}

/**
 * The plain data a node stands for, with aliases and merge keys resolved. Integers become numbers. Keys such as
 * `__proto__` become own properties.
 *
 * @throws PorchError (Invalid) when aliases make the data grow beyond reason or contain themselves.
 */
export function toJs(node: YamlNode | undefined): JsonValue {
  return node === undefined ? null : (new Converter(false).convert(node, false) as JsonValue);
}

/** The same with integers beyond 2^53 as bigints, so that none loses digits. */
export function toExactJs(node: YamlNode): ExactJsonValue {
  return new Converter(true).convert(node, false);
}

/** A scalar for a string, double-quoted when a YAML 1.1 or 1.2 reader would take the plain spelling for another type. */
export function stringNode(value: string): YamlNode {
  return YamlNode.string(value, needsQuotes(value) ? 'double' : 'plain');
}

/** Block-style nodes for plain data. Properties that are undefined are left out. */
export function fromJs(value: unknown): YamlNode {
  if (value === null || value === undefined) return YamlNode.null();
  switch (typeof value) {
    case 'string':
      return stringNode(value);
    case 'boolean':
      return new YamlNode('scalar', 'plain', String(value), '!!bool');
    case 'bigint':
      return new YamlNode('scalar', 'plain', String(value), '!!int');
    case 'number':
      return numberNode(value);
    case 'object':
      if (Array.isArray(value)) return YamlNode.sequence(value.map(fromJs));
      return mappingNode(value);
    default:
      throw invalidData(`cannot write a ${typeof value} as YAML`);
  }
}

function numberNode(value: number): YamlNode {
  if (Number.isInteger(value)) return new YamlNode('scalar', 'plain', BigInt(value).toString(), '!!int');
  const text = Number.isNaN(value)
    ? '.nan'
    : value === Infinity
      ? '.inf'
      : value === -Infinity
        ? '-.inf'
        : String(value);
  return new YamlNode('scalar', 'plain', text, '!!float');
}

function mappingNode(value: object): YamlNode {
  const mapping = YamlNode.mapping();
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined) mapping.content.push(stringNode(key), fromJs(field));
  }
  return mapping;
}
