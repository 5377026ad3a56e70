import { invalidData } from '../document/invalid-data';
import { dereference, getField, isNull, setField } from '../document/node-access';
import { parseYaml } from '../document/parse-yaml';
import { printYaml } from '../document/print-yaml';
import { YamlNode } from '../document/yaml-node';

/** What a path may create at its end. */
export type CreateKind = 'scalar' | 'mapping' | 'sequence';

export interface MatchPathOptions {
  /** Create what is missing on the way, and a node of this kind at the end. */
  create?: CreateKind;
}

/** A list element chosen by a field's value, or by its own where `field` is empty. */
interface ElementSelector {
  field: string;
  pattern: string;
}

const isIndex = (part: string): boolean => /^\+?\d+$/.test(part);
const isSelector = (part: string): boolean => part.startsWith('[') && part.endsWith(']');

function parseSelector(part: string): ElementSelector {
  const inner = part.slice(1, -1);
  const equals = inner.indexOf('=');
  if (equals < 0) {
    throw invalidData(`list path element must contain fieldName=fieldValue for element to match: ${part}`);
  }
  return { field: inner.slice(0, equals), pattern: inner.slice(equals + 1) };
}

function newNode(kind: CreateKind): YamlNode {
  if (kind === 'mapping') return YamlNode.mapping();
  return kind === 'sequence' ? YamlNode.sequence() : YamlNode.scalar('');
}

/**
 * Finds the nodes that a path leads to (kyaml's PathMatcher). A part of the path is a field name; an index; `[name=nginx]`
 * or `[=value]` for the elements whose field or own text matches that regular expression; or `*` for all elements. A path
 * also leads into YAML and JSON that is the text of a scalar; what is found there is a copy.
 *
 * @throws PorchError (Invalid) where the path asks for a field of a list, or for elements of what is none.
 * @throws PorchError (Invalid) for an index behind the end; with `create` one element may be appended there.
 */
export function matchPath(node: YamlNode, path: readonly string[], options: MatchPathOptions = {}): YamlNode[] {
  const [part, ...rest] = path;
  const present = dereference(node);
  if (part === undefined) return [present];
  const target = present.kind === 'scalar' ? structuredText(present) : present;
  if (target === undefined) return isNull(present) ? [] : unexpected(present, 'mapping');
  if (isIndex(part)) return matchIndex(target, Number(part), rest, options);
  if (isSelector(part)) return matchElements(target, part, rest, options);
  if (part === '*') return elementsOf(target).flatMap((element) => matchPath(element, rest, options));
  return matchField(target, part, rest, options);
}

/** The structure that is written as the text of a scalar; undefined if its text has none. */
function structuredText(scalar: YamlNode): YamlNode | undefined {
  if (isNull(scalar) || scalar.value.trim() === '') return undefined;
  try {
    const root = parseYaml(scalar.value)[0]?.root;
    return root?.kind === 'mapping' || root?.kind === 'sequence' ? root : undefined;
  } catch {
    return undefined;
  }
}

function unexpected(node: YamlNode, expected: 'mapping' | 'sequence'): never {
  const name = (kind: string): string => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}Node`;
  throw invalidData(`wrong node kind: expected ${name(expected)} but got ${name(node.kind)}`);
}

function elementsOf(node: YamlNode): YamlNode[] {
  return node.kind === 'sequence' ? node.content : unexpected(node, 'sequence');
}

/** The kind of node that the part of a path behind it asks for. */
function kindFor(next: string | undefined, leaf: CreateKind): CreateKind {
  if (next === undefined) return leaf;
  return isIndex(next) || isSelector(next) ? 'sequence' : 'mapping';
}

function matchField(node: YamlNode, name: string, rest: string[], options: MatchPathOptions): YamlNode[] {
  if (node.kind !== 'mapping') unexpected(node, 'mapping');
  let field = getField(node, name);
  if (field === undefined) {
    if (options.create === undefined) return [];
    field = newNode(kindFor(rest[0], options.create));
    setField(node, name, field);
  }
  return matchPath(field, rest, options);
}

function matchIndex(node: YamlNode, index: number, rest: string[], options: MatchPathOptions): YamlNode[] {
  const elements = elementsOf(node);
  if (elements.length === index && options.create !== undefined)
    elements.push(newNode(kindFor(rest[0], options.create)));
  const element = elements[index];
  if (element === undefined) throw invalidData(`index ${index} specified but only ${elements.length} elements found`);
  return matchPath(element, rest, options);
}

function matchElements(node: YamlNode, part: string, rest: string[], options: MatchPathOptions): YamlNode[] {
  const { field, pattern } = parseSelector(part);
  const expression = new RegExp(pattern);
  const matches = (element: YamlNode | undefined): boolean =>
    element !== undefined && expression.test(printYaml(element).trim());
  const find = (): YamlNode[] => {
    const elements = elementsOf(node);
    if (field === '') return elements.filter(matches);
    return elements
      .filter((element) => matches(getField(element, field)))
      .flatMap((element) => matchPath(element, rest, options));
  };
  const found = find();
  if (found.length > 0 || options.create === undefined) return found;
  const value = YamlNode.scalar(pattern);
  const created = field === '' ? value : YamlNode.mapping();
  if (field !== '') created.content.push(YamlNode.scalar(field), value);
  elementsOf(node).push(created);
  return find();
}
