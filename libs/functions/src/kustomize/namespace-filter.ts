import { lookupOrCreatePath, setField, YamlNode } from '@porch/krm';
import { apiVersionOf, kindOf } from '../object/krm-object';
import { builtInScope } from '../object/namespace-scope';
import { elementsOf, fieldOf, lookUp, textAt } from '../object/node-fields';
import { applyFieldSpec, type FieldSpec } from './field-spec';
import { type MutationTracker, setScalar } from './scalar-setting';

export interface NamespaceFilter {
  readonly namespace: string;
  readonly fieldSpecs?: readonly FieldSpec[];
  /** Whose subjects follow: service accounts named `default` unless all of them, or none. */
  readonly subjects?: 'defaultOnly' | 'allServiceAccounts' | 'none';
  readonly track?: MutationTracker | undefined;
}

/** Sets the namespace of objects, of what bindings bind, and in further fields (kustomize's namespace filter). */
export function setNamespaces(objects: readonly YamlNode[], filter: NamespaceFilter): void {
  for (const object of objects) setNamespaceOf(object, filter);
}

function setNamespaceOf(object: YamlNode, filter: NamespaceFilter): void {
  const { namespace, track } = filter;
  if (builtInScope(apiVersionOf(object), kindOf(object)) !== false) {
    setEntryTracked(lookupOrCreatePath(object, ['metadata']), ['metadata', 'namespace'], filter);
  }
  const isBinding = kindOf(object) === 'RoleBinding' || kindOf(object) === 'ClusterRoleBinding';
  if (isBinding) setSubjects(object, filter);
  for (const spec of filter.fieldSpecs ?? []) {
    if (spec.path === 'metadata/namespace' || (isBinding && spec.path.startsWith('subjects'))) continue;
    applyFieldSpec(object, spec, {
      createKind: 'scalar',
      createTag: '!!str',
      set: (node, path) => {
        track?.({ key: '', value: namespace, tag: '!!str', path });
        setScalar(node, namespace, '!!str');
      },
    });
  }
}

function setSubjects(object: YamlNode, filter: NamespaceFilter): void {
  const { subjects = 'defaultOnly' } = filter;
  if (subjects === 'none') return;
  for (const subject of elementsOf(fieldOf(object, 'subjects'))) {
    const wanted =
      subjects === 'defaultOnly' ? textAt(subject, 'name') === 'default' : textAt(subject, 'kind') === 'ServiceAccount';
    if (wanted) setEntryTracked(subject, ['namespace'], filter);
  }
}

function setEntryTracked(mapping: YamlNode, path: readonly string[], { namespace, track }: NamespaceFilter): void {
  track?.({ key: '', value: namespace, tag: '!!str', path });
  const name = path.at(-1) ?? '';
  const present = lookUp(mapping, name);
  if (present?.kind === 'scalar') setScalar(present, namespace, '!!str');
  else setField(mapping, name, YamlNode.string(namespace));
}
