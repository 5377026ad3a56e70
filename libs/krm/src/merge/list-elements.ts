import { type YamlNode } from '../document/yaml-node';
import { getField } from '../document/node-access';
import { isEmptyMapping, isMissingOrNull } from './node-content';

/** The fields that identify an element of an associative list, with their values. */
export interface ElementIdentity {
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/** Values of the key fields of an element, '' for each one it lacks. */
export function keyValues(element: YamlNode, keys: readonly string[]): string[] {
  return keys.map((key) => {
    const field = getField(element, key);
    return isMissingOrNull(field) ? '' : field.value;
  });
}

/** Keeps the keys that have a value; an element without any is identified by all of them being empty. */
export function identityOf(keys: readonly string[], values: readonly string[]): ElementIdentity {
  const present = keys.flatMap((key, index) => {
    const value = values[index] ?? '';
    return value === '' ? [] : [{ key, value }];
  });
  if (present.length === 0) return { keys, values };
  return { keys: present.map(({ key }) => key), values: present.map(({ value }) => value) };
}

function hasIdentity(element: YamlNode, { keys, values }: ElementIdentity): boolean {
  return keys.every((key, index) => getField(element, key)?.value === values[index]);
}

/** The first element of a list with this identity. */
export function findElement(list: YamlNode | undefined, identity: ElementIdentity): YamlNode | undefined {
  if (list?.kind !== 'sequence') return undefined;
  return list.content.find((element) => element.kind === 'mapping' && hasIdentity(element, identity));
}

/** Removes the elements with this identity, and empty elements, which no associative list can have. */
export function removeElements(list: YamlNode, identity: ElementIdentity): void {
  list.content = list.content.filter(
    (element) => !isEmptyMapping(element) && !(element.kind === 'mapping' && hasIdentity(element, identity)),
  );
}

/** Puts an element in the place of those with its identity, or at the end if there are none. */
export function setElement(list: YamlNode, identity: ElementIdentity, element: YamlNode): void {
  let found = false;
  const content = list.content.flatMap((candidate) => {
    if (isEmptyMapping(candidate)) return [];
    if (candidate.kind !== 'mapping' || !hasIdentity(candidate, identity)) return [candidate];
    if (found) return [];
    found = true;
    return [element];
  });
  list.content = found ? content : [...content, element];
}

/** Field by which kyaml matches elements where no schema says how: all elements have to have it. */
const INFERRED_KEY = 'name';

export function hasInferredKey(list: YamlNode): boolean {
  return list.content.every((element) => getField(element, INFERRED_KEY) !== undefined);
}

export const inferredKeys: readonly string[] = [INFERRED_KEY];
