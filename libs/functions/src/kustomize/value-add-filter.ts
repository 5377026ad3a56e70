import { lookupOrCreatePath, setField, YamlNode } from '@porch/krm';
import { fieldOf, lookUp, textOf } from '../object/node-fields';

export interface ValueAddition {
  readonly value: string;
  /** Field names with `/` between them. */
  readonly fieldPath: string;
  /** Where in a path-like value to put it, from 1; 0 replaces the value. */
  readonly filePathPosition?: number;
}

/** Sets a field, or puts a value into a path that stands there (kustomize's valueadd filter). */
export function addValue(
  objects: readonly YamlNode[],
  { value, fieldPath, filePathPosition = 0 }: ValueAddition,
): void {
  const names = fieldPath.split('/');
  const last = names.pop() ?? '';
  for (const object of objects) {
    const parent = lookupOrCreatePath(object, names);
    const next =
      filePathPosition === 0
        ? value
        : inserted(textOf(fieldOf(lookUp(object, ...names), last)), value, filePathPosition);
    setField(parent, last, YamlNode.scalar(next));
  }
}

function inserted(path: string, value: string, position: number): string {
  const elements = path.split('/');
  const index = position - 1 + (elements[0] === '' ? 1 : 0);
  return [...elements.slice(0, index), value, ...elements.slice(index)].join('/');
}
