import { type YamlNode } from '@porch/krm';
import { applyFieldSpec, type FieldSpec } from './field-spec';
import { type MutationTracker, setScalar } from './scalar-setting';

/** Text in front of a value and behind it. */
export interface NameAffix {
  readonly prefix?: string;
  readonly suffix?: string;
}

/** Puts a prefix or suffix to a field (kustomize's prefix and suffix filters). */
export function affixNames(
  objects: readonly YamlNode[],
  { prefix = '', suffix = '' }: NameAffix,
  spec: FieldSpec,
  track?: MutationTracker,
): void {
  for (const object of objects) {
    applyFieldSpec(object, spec, {
      createKind: 'scalar',
      createTag: '!!str',
      set: (node, path) => {
        const value = `${prefix}${node.value}${suffix}`;
        track?.({ key: '', value, tag: '', path });
        setScalar(node, value, node.tag);
      },
    });
  }
}
