import { getField } from '../document/node-access';
import { type YamlNode } from '../document/yaml-node';
import { isEmptyMapping, isEmptyValue, isMissingOrNull } from './node-content';

/** The fields that identify an element of an associative list, with their values. */
export interface ElementIdentity {
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/** Values of the key fields of an element, '' for each one it lacks. */
export function keyValues(element: YamlNode, keys: readonly string[]): string[] {
  return keys.map((key) => {
    const field = element.kind === 'mapping' ? getField(element, key) : undefined;
    return isMissingOrNull(field) || isEmptyValue(field) ? '' : field.value;
  });
}

/** Values of the key fields that an element has, whatever they are: shorter than the keys where some are missing. */
export function presentKeyValues(element: YamlNode, keys: readonly string[]): string[] {
  return keys.flatMap((key) => getField(element, key)?.value ?? []);
}

/** Leaves the keys out that have no value; an element without any is identified by all of them being empty. */
export function identityOf(keys: readonly string[], values: readonly string[]): ElementIdentity {
  return identityAmong([values], keys, values);
}

/** Leaves the keys out that no element of the list has a value for; all of them stay if none has. */
export function identityAmong(
  valuesOfAll: readonly (readonly string[])[],
  keys: readonly string[],
  values: readonly string[],
): ElementIdentity {
  const used = keys.map((_, index) => valuesOfAll.some((each) => (each[index] ?? '') !== ''));
  if (!used.includes(true)) return { keys, values };
  return { keys: keys.filter((_, index) => used[index]), values: values.filter((_, index) => used[index]) };
}

/** The first element of a list with exactly these values in its key fields. */
export function findElement(list: YamlNode | undefined, { keys, values }: ElementIdentity): YamlNode | undefined {
  if (list?.kind !== 'sequence') return undefined;
  return list.content.find(
    (element) =>
      element.kind === 'mapping' && keys.every((key, index) => getField(element, key)?.value === values[index]),
  );
}

/**
 * Whether an element is replaced or removed as the one with this identity (kyaml's ElementSetter): an empty value stands
 * for any, and so does a missing one behind a key that was matched.
 */
function hasIdentity(element: YamlNode, { keys, values }: ElementIdentity): boolean {
  if (element.kind !== 'mapping') return false;
  return keys.every((key, index) => {
    const value = values[index];
    if (value === undefined) return index > 0;
    const field = getField(element, key);
    return field !== undefined && (value === '' || field.value === value);
  });
}

/** Removes the elements with this identity, and empty elements, which no associative list can have. */
export function removeElements(list: YamlNode, identity: ElementIdentity): void {
  list.content = list.content.filter((element) => !isEmptyMapping(element) && !hasIdentity(element, identity));
}

/** Puts an element in the place of all those with its identity, or at the end if there are none. */
export function setElement(list: YamlNode, identity: ElementIdentity, element: YamlNode): void {
  let found = false;
  const content = list.content.flatMap((candidate) => {
    if (isEmptyMapping(candidate)) return [];
    if (!hasIdentity(candidate, identity)) return [candidate];
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
