import { printYaml, type YamlNode } from '@porch/krm';

const KIND_NAMES = { mapping: 'MappingNode', sequence: 'SequenceNode', scalar: 'ScalarNode', alias: 'AliasNode' };

/** go-yaml's name of a node's kind, as kyaml's messages have it. */
export const kindNameOf = (node: YamlNode): string => KIND_NAMES[node.kind];

/** kyaml's message about a node of the wrong kind. */
export function kindMismatch(name: string, node: YamlNode, expected: string): string {
  return `wrong node kind${name === '' ? '' : ` for ${name}`}: expected ${expected} but got ${kindNameOf(node)}: node contents:\n${printYaml(node)}`;
}
