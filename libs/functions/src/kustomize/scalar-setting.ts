import { isNull, setField, YamlNode } from '@porch/krm';
import { kindMismatch } from './node-kind';

/** Told of every value that a filter sets. */
export type MutationTracker = (mutation: {
  readonly key: string;
  readonly value: string;
  readonly tag: string;
  readonly path: readonly string[];
}) => void;

/** Gives a scalar another value; its style stays. @throws Error for a list or map */
export function setScalar(node: YamlNode, value: string, tag = ''): void {
  if (node.kind !== 'scalar') throw new Error(kindMismatch('', node, 'ScalarNode'));
  node.value = value;
  node.tag = tag;
  node.tagged = false;
}

/** Sets one entry of a map; the value's style stays where there was one. A null stays. @throws Error for a list or scalar */
export function setEntry(node: YamlNode, key: string, value: string): void {
  if (isNull(node)) return;
  if (node.kind !== 'mapping') throw new Error(kindMismatch('', node, 'MappingNode'));
  setField(node, key, YamlNode.string(value));
}
