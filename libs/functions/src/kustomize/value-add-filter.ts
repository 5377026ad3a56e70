import { lookupOrCreatePath, setField, YamlNode } from '@porch/krm';
import { fieldOf, textOf } from '../object/node-fields';
import { kindMismatch } from './node-kind';
import { splitPath } from './path-splitter';

export interface ValueAddition {
  readonly value: string;
  /** Field names with `/` between them (`\/` for one in a name). */
  readonly fieldPath: string;
  /** Where in a path-like value to put it, from 1; 0 replaces the value. */
  readonly filePathPosition?: number;
}

/**
 * Sets a field, or puts a value into a path that stands there (kustomize's valueadd filter).
 *
 * @throws Error where the field is a list or map.
 */
export function addValue(
  objects: readonly YamlNode[],
  { value, fieldPath, filePathPosition = 0 }: ValueAddition,
): void {
  const names = splitPath(fieldPath, '/');
  const last = names.pop() ?? '';
  for (const object of objects) {
    const parent = lookupOrCreatePath(object, names);
    const present = fieldOf(parent, last);
    if (present && present.kind !== 'scalar') throw new Error(kindMismatch('', present, 'ScalarNode'));
    const next = filePathPosition > 0 ? inserted(textOf(present), value, filePathPosition) : value;
    if (next !== '') setField(parent, last, YamlNode.scalar(next));
  }
}

/** An absolute path stays one; a position beyond its end is the end. */
function inserted(path: string, value: string, position: number): string {
  const elements = path.split('/').filter((element) => element !== '');
  const all = [...elements.slice(0, position - 1), value, ...elements.slice(position - 1)];
  return (path.startsWith('/') ? '/' : '') + all.filter((element) => element !== '').join('/');
}
