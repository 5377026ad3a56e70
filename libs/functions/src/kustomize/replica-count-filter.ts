import { type YamlNode } from '@porch/krm';
import { applyFieldSpec, type FieldSpec } from './field-spec';
import { type MutationTracker, setScalar } from './scalar-setting';

/** Sets the number of replicas in a field; which objects it is for, the caller has picked (kustomize's replicacount filter). */
export function setReplicas(
  objects: readonly YamlNode[],
  count: number,
  spec: FieldSpec,
  track?: MutationTracker,
): void {
  const value = String(count);
  for (const object of objects) {
    applyFieldSpec(object, spec, {
      createKind: 'scalar',
      createTag: '!!int',
      set: (node, path) => {
        track?.({ key: '', value, tag: '!!int', path });
        setScalar(node, value, '!!int');
      },
    });
  }
}
