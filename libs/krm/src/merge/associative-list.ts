import { scalarType } from '../document/node-conversion';
import { YamlNode } from '../document/yaml-node';
import type { MergeSchema } from '../schema/merge-schema';
import type { ListMergeRule } from '../schema/openapi-schema';
import { mergeError } from './merge-error';
import {
  type ElementIdentity,
  findElement,
  hasInferredKey,
  identityAmong,
  identityOf,
  inferredKeys,
  keyValues,
  presentKeyValues,
  removeElements,
  setElement,
} from './list-elements';
import type { MergeSources } from './merge-visitor';
import type { MergeWalker } from './merge-walker';
import { getField, setField } from '../document/node-access';
import { isEmptyMapping, isMissingOrNull } from './node-content';

type ListSources = readonly [dest: YamlNode, origin: YamlNode | undefined, updated: YamlNode | undefined];

/**
 * Merges lists whose elements are matched by key fields, or by value where the rule names none. Elements keep the
 * destination's order; new ones follow, or precede with the direction `prepend`.
 */
export function mergeAssociativeList(
  walker: MergeWalker,
  sources: ListSources,
  rule: ListMergeRule | undefined,
  elementSchema: MergeSchema | undefined,
  path: readonly string[],
): YamlNode | undefined {
  const keys = rule ? rule.keys : inferKeys(sources, path);
  if (sources.every((source) => !source?.content.length)) return sources[0];
  const [key] = keys;
  if (key === undefined) return mergeByValue(walker, sources, path);
  if (keys.length === 1 && sources.every((source) => hasUniqueKey(source, key))) {
    return mergeByUniqueKey(walker, sources, key, elementSchema, path);
  }
  return mergeByKeys(walker, sources, keys, elementSchema, path);
}

/** The key of the elements of all lists; only lists before the first that has the key may lack it. */
function inferKeys(sources: ListSources, path: readonly string[]): readonly string[] {
  let found = false;
  for (const source of sources) {
    if (!source || source.content.length === 0) continue;
    const keyed = hasInferredKey(source);
    if (found && !keyed) {
      throw mergeError(`conflicting merge keys [${inferredKeys.join()},] for field ${path.join('.')}`);
    }
    found ||= keyed;
  }
  if (!found && sources.some((source) => source && source.content.length > 0)) {
    throw mergeError(`no merge key found for field ${path.join('.')}`);
  }
  return inferredKeys;
}

/** Lists of mappings that all have the key, each with a value of its own: in time that grows with their length only. */
function mergeByUniqueKey(
  walker: MergeWalker,
  sources: ListSources,
  key: string,
  elementSchema: MergeSchema | undefined,
  path: readonly string[],
): YamlNode {
  const [dest] = sources;
  const elementsByValue = sources.map((source) => byValue(source, key));
  const merged = new Map<string, YamlNode | undefined>();
  for (const [value = ''] of valuesOfAll(walker, sources, [key])) {
    const places = elementsByValue.map((elements) => elements.get(value)) as unknown as MergeSources;
    const identity = { keys: [key], values: [value] };
    const element = walker.walk(places, elementSchema, [...path, elementName(identity)]);
    if (!element || isEmptyMapping(element)) {
      merged.set(value, undefined);
      continue;
    }
    completeKeys(element, identity, places);
    merged.set(value, element);
  }
  const prepend = walker.options.listIncreaseDirection === 'prepend';
  const pending = new Map(merged);
  const kept = dest.content.flatMap((element) => {
    if (isEmptyMapping(element)) return [];
    const [value = ''] = keyValues(element, [key]);
    if (!merged.has(value)) return [element];
    const replacement = prepend ? undefined : pending.get(value);
    if (!prepend) pending.delete(value);
    return replacement ? [replacement] : [];
  });
  const others = [...pending.values()].filter((element) => element !== undefined);
  if (prepend) return YamlNode.sequence([...others, ...kept]);
  dest.content = [...kept, ...others];
  return dest;
}

function byValue(list: YamlNode | undefined, key: string): Map<string, YamlNode> {
  return new Map(list?.content.map((element) => [keyValues(element, [key])[0] ?? '', element]));
}

function hasUniqueKey(list: YamlNode | undefined, key: string): boolean {
  if (list?.kind !== 'sequence') return true;
  const elements = byValue(list, key);
  return elements.size === list.content.length && !elements.has('');
}

/**
 * Lists with several keys, of which elements may lack some, or with several elements of one key: an element that lacks a
 * key is matched by the others, so each look-up has to see what was merged before.
 */
function mergeByKeys(
  walker: MergeWalker,
  sources: ListSources,
  keys: readonly string[],
  elementSchema: MergeSchema | undefined,
  path: readonly string[],
): YamlNode {
  const [dest] = sources;
  const added = YamlNode.sequence();
  const all = valuesOfAll(walker, sources, keys);
  if (keys.length > 1) completeEachOther(all);
  let usedKeys = keys;
  for (const values of all) {
    const identity = identityAmong(all, keys, values);
    usedKeys = identity.keys;
    const places = sources.map((source) =>
      findElement(source, identityOf(identity.keys, identity.values)),
    ) as unknown as MergeSources;
    const element = walker.walk(places, elementSchema, [...path, elementName(identity)]);
    if (!element || isEmptyMapping(element)) {
      removeElements(dest, identity);
      continue;
    }
    completeKeys(element, identity, places);
    setElement(added, identity, element);
  }
  return walker.options.listIncreaseDirection === 'prepend' ? lay(added, dest, usedKeys) : lay(dest, added, usedKeys);
}

/** Key values of the elements of all lists, in order of first appearance; a prepended source comes first. */
function valuesOfAll(walker: MergeWalker, sources: ListSources, keys: readonly string[]): string[][] {
  const seen = new Map<string, string[]>();
  for (const source of inReadingOrder(walker, sources)) {
    for (const element of source?.content ?? []) {
      const values = keyValues(element, keys);
      const id = JSON.stringify(values);
      if (!seen.has(id)) seen.set(id, values);
    }
  }
  return [...seen.values()];
}

/** Elements that agree in a key and contradict each other in none are one: each has the keys of the other. */
function completeEachOther(all: string[][]): void {
  for (let i = 0; i < all.length; i++) {
    const one = all[i] ?? [];
    for (let j = 0; j < all.length; j++) {
      const other = all[j] ?? [];
      if (!one.some((value, index) => value === other[index])) continue;
      if (one.some((value, index) => value !== other[index] && value !== '' && other[index] !== '')) continue;
      all[i] = all[j] = one.map((value, index) => (value === '' ? (other[index] ?? '') : value));
    }
  }
}

function inReadingOrder(walker: MergeWalker, [dest, origin, updated]: ListSources): (YamlNode | undefined)[] {
  return walker.options.listIncreaseDirection === 'prepend' ? [origin, updated, dest] : [dest, origin, updated];
}

/** A merge can clear a key field and keep others; the element stays identifiable, by a value of the same type. */
function completeKeys(element: YamlNode, { keys, values }: ElementIdentity, places: MergeSources): void {
  if (element.kind !== 'mapping') return;
  keys.forEach((key, index) => {
    const value = values[index] ?? '';
    if (value === '' || getField(element, key)) return;
    const spelled = places.map((place) => getField(place, key)).find((node) => node?.value === value);
    setField(
      element,
      key,
      spelled && scalarType(spelled) === '!!str' ? YamlNode.string(value) : YamlNode.scalar(value),
    );
  });
}

/**
 * Lays the elements of one list over another: those it has are replaced in place, others appended. An element that lacks a
 * key takes the place of those that agree with it in the keys before; one without any is kept as it is, where kyaml
 * would lose all others.
 */
function lay(base: YamlNode, elements: YamlNode, keys: readonly string[]): YamlNode {
  for (const element of elements.content) {
    const values = presentKeyValues(element, keys);
    if (values.length === 0) {
      if (!isMissingOrNull(element) && !base.content.includes(element)) base.content.push(element);
      continue;
    }
    if (keys.length > 1) removeElements(base, { keys, values });
    setElement(base, { keys, values }, element);
  }
  return base;
}

/** Primitive lists are sets: the visitor decides about each value by which lists have it. */
function mergeByValue(walker: MergeWalker, sources: ListSources, path: readonly string[]): YamlNode | undefined {
  const [dest] = sources;
  const find = (source: YamlNode | undefined, value: string) => source?.content.find((item) => item.value === value);
  const values = new Set<string>();
  for (const source of inReadingOrder(walker, sources)) {
    for (const item of source?.content ?? []) {
      if (item.kind !== 'scalar') throw mergeError(`${path.join('.')} is a list of plain values, found a ${item.kind}`);
      values.add(item.value);
    }
  }
  const merged = new Map<string, YamlNode>();
  for (const value of values) {
    const places = sources.map((source) => find(source, value)) as unknown as MergeSources;
    const item = walker.options.visitor.visitScalar(places);
    walker.options.recorder?.record([...path, `[=${value}]`], places, item);
    if (!isMissingOrNull(item)) merged.set(value, item);
  }
  const present = dest.content;
  if (walker.options.listIncreaseDirection === 'prepend') {
    for (const item of present) if (merged.has(item.value)) merged.set(item.value, item);
    return YamlNode.sequence([...merged.values()]);
  }
  // An appended list begins with the destination as it is, where a value may stand twice.
  const kept = present.flatMap(({ value }) => merged.get(value) ?? []);
  for (const { value } of present) merged.delete(value);
  dest.content = [...kept, ...merged.values()];
  return dest;
}

function elementName({ keys, values }: ElementIdentity): string {
  return `[${keys.map((key, index) => `${key}=${values[index] ?? ''}`).join(',')}]`;
}
