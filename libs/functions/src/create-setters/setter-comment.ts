/** A setter that stands for one value. */
export interface ScalarSetter {
  readonly name: string;
  readonly value: string;
}

/** Longest values first, so that a setter never takes a part of what a longer one covers; ties by name. */
export function inOrderOfPriority(setters: readonly ScalarSetter[]): ScalarSetter[] {
  return [...setters].sort((a, b) => b.value.length - a.value.length || (a.name < b.name ? -1 : 1));
}

/**
 * A field's value with the setters' values replaced by references to them, from left to right, in order of priority at
 * each position, replaced text not looked at again; undefined when no setter's value is in it.
 */
export function setterCommentFor(value: string, setters: readonly ScalarSetter[]): string | undefined {
  let comment = '';
  let found = false;
  for (let index = 0; index < value.length;) {
    const setter = setters.find((candidate) => candidate.value !== '' && value.startsWith(candidate.value, index));
    if (setter) {
      comment += '${' + setter.name + '}';
      index += setter.value.length;
      found = true;
    } else {
      comment += value[index];
      index++;
    }
  }
  return found ? comment : undefined;
}
