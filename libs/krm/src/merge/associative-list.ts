import { YamlNode } from '../document/yaml-node';
import type { MergeSchema } from '../schema/merge-schema';
import type { ListMergeRule } from '../schema/openapi-schema';
import { mergeError } from './merge-error';
import {
  type ElementIdentity,
  findElement,
  hasInferredKey,
  identityOf,
  inferredKeys,
  keyValues,
  removeElements,
  setElement,
} from './list-elements';
import type { MergeSources } from './merge-visitor';
import type { MergeWalker } from './merge-walker';
import { getField } from '../document/node-access';
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
  const [key] = keys;
  if (key === undefined) return mergeByValue(walker, sources, path);
  if (keys.length === 1) return mergeByKey(walker, sources, key, elementSchema, path);
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

/** The usual case of one key, in time that grows with the length of the lists only. */
function mergeByKey(
  walker: MergeWalker,
  sources: ListSources,
  key: string,
  elementSchema: MergeSchema | undefined,
  path: readonly string[],
): YamlNode {
  const [dest] = sources;
  const elementsByValue = sources.map((source) => firstByValue(source, key));
  const merged = new Map<string, YamlNode | undefined>();
  for (const { values } of identities(walker, sources, [key])) {
    const [value = ''] = values;
    const places = elementsByValue.map((elements) => elements.get(value)) as unknown as MergeSources;
    const element = walker.walk(places, elementSchema, [...path, elementName({ keys: [key], values })]);
    if (!element || isEmptyMapping(element)) {
      merged.set(value, undefined);
      continue;
    }
    completeKeys(element, { keys: [key], values });
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
  dest.content = prepend ? [...others, ...kept] : [...kept, ...others];
  return dest;
}

function firstByValue(list: YamlNode | undefined, key: string): Map<string, YamlNode> {
  const elements = new Map<string, YamlNode>();
  for (const element of list?.content ?? []) {
    const [value = ''] = keyValues(element, [key]);
    if (value !== '' && !elements.has(value)) elements.set(value, element);
  }
  return elements;
}

/**
 * Lists with several keys, of which elements may lack some: an element that lacks one is matched by the others, so each look-up
 * has to see what was merged before.
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
  for (const identity of identities(walker, sources, keys)) {
    const element = walker.walk(
      sources.map((source) => findElement(source, identity)) as unknown as MergeSources,
      elementSchema,
      [...path, elementName(identity)],
    );
    if (isEmptyMapping(element)) {
      removeElements(dest, identity);
      continue;
    }
    completeKeys(element as YamlNode, identity);
    setElement(added, identity, element as YamlNode);
  }
  return walker.options.listIncreaseDirection === 'prepend' ? lay(added, dest, keys) : lay(dest, added, keys);
}

/** Identities of the elements of all lists, in order of first appearance; a prepended source comes first. */
function identities(walker: MergeWalker, sources: ListSources, keys: readonly string[]): ElementIdentity[] {
  const seen = new Map<string, ElementIdentity>();
  for (const source of inReadingOrder(walker, sources)) {
    for (const element of source?.content ?? []) {
      const values = keyValues(element, keys);
      if (values.every((value) => value === '')) continue;
      const id = JSON.stringify(values);
      if (!seen.has(id)) seen.set(id, identityOf(keys, values));
    }
  }
  return [...seen.values()];
}

function inReadingOrder(walker: MergeWalker, [dest, origin, updated]: ListSources): (YamlNode | undefined)[] {
  return walker.options.listIncreaseDirection === 'prepend' ? [origin, updated, dest] : [dest, origin, updated];
}

/** A merge can clear a key field and keep others; the element stays identifiable. */
function completeKeys(element: YamlNode, { keys, values }: ElementIdentity): void {
  keys.forEach((key, index) => {
    if (getField(element, key)) return;
    element.content.push(YamlNode.scalar(key), YamlNode.scalar(values[index] ?? ''));
  });
}

/** Lays the elements of one list over another: those it has are replaced in place, others appended. */
function lay(base: YamlNode, elements: YamlNode, keys: readonly string[]): YamlNode {
  for (const element of elements.content) {
    const values = keyValues(element, keys);
    if (values.some((value) => value !== '')) setElement(base, identityOf(keys, values), element);
    else if (!isMissingOrNull(element) && !base.content.includes(element)) base.content.push(element);
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
  const merged = [...values].flatMap((value) => {
    const places = sources.map((source) => find(source, value)) as unknown as MergeSources;
    const item = walker.options.visitor.visitScalar(places);
    walker.options.recorder?.record([...path, `[=${value}]`], places, item);
    return isMissingOrNull(item) ? [] : [item];
  });
  dest.content = merged;
  return dest;
}

function elementName({ keys, values }: ElementIdentity): string {
  return `[${keys.map((key, index) => `${key}=${values[index] ?? ''}`).join(',')}]`;
}
