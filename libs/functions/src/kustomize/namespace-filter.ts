import { lookupOrCreatePath, setField, YamlNode } from '@porch/krm';
import { apiVersionOf, kindOf } from '../object/krm-object';
import { builtInScope } from '../object/namespace-scope';
import { elementsOf, fieldOf, lookUp, textAt, textOf } from '../object/node-fields';
import { applyFieldSpec, type FieldSpec } from './field-spec';
import { type MutationTracker, setScalar } from './scalar-setting';

const BINDING_SUBJECTS = ['defaultOnly', 'none', 'allServiceAccounts'] as const;

export type BindingSubjects = (typeof BINDING_SUBJECTS)[number];

export interface NamespaceFilter {
  readonly namespace: string;
  readonly fieldSpecs?: readonly FieldSpec[];
  /** Whose subjects follow: those named `default` unless all service accounts, or none. */
  readonly subjects?: BindingSubjects;
  /** Leaves namespaces alone that are set already. */
  readonly unsetOnly?: boolean;
  readonly track?: MutationTracker | undefined;
}

/**
 * Sets the namespace of objects, of what bindings bind, and in further fields (kustomize's namespace filter).
 *
 * @throws Error for subjects of another sort, and for fields that are no text.
 */
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
    if (isTakenCareOf(spec, object, isBinding)) continue;
    applyFieldSpec(object, spec, {
      createKind: 'scalar',
      createTag: '!!str',
      set: (node, path) => {
        if (filter.unsetOnly && textOf(node) !== '') return;
        track?.({ key: '', value: namespace, tag: '!!str', path });
        setScalar(node, namespace, '!!str');
      },
    });
  }
}

/** Fields with rules of their own; names are namespaces only in the core group. */
function isTakenCareOf(spec: FieldSpec, object: YamlNode, isBinding: boolean): boolean {
  if (spec.path === 'metadata/namespace') return true;
  if (spec.path === 'metadata/name') return apiVersionOf(object) !== 'v1';
  return isBinding && spec.path === 'subjects/namespace' && /^(Cluster)?RoleBinding$/.test(spec.kind ?? '');
}

function setSubjects(object: YamlNode, filter: NamespaceFilter): void {
  const { subjects = 'defaultOnly' } = filter;
  if (!BINDING_SUBJECTS.includes(subjects)) {
    const modes = BINDING_SUBJECTS.map((mode) => JSON.stringify(mode));
    throw new Error(
      `invalid value ${JSON.stringify(subjects)} for setRoleBindingSubjects: must be one of ${modes[0]}, ${modes[1]} or ${modes[2]}`,
    );
  }
  if (subjects === 'none') return;
  for (const subject of elementsOf(fieldOf(object, 'subjects'))) {
    const wanted =
      subjects === 'defaultOnly' ? textAt(subject, 'name') === 'default' : textAt(subject, 'kind') === 'ServiceAccount';
    if (wanted) setEntryTracked(subject, ['namespace'], filter);
  }
}

function setEntryTracked(mapping: YamlNode, path: readonly string[], filter: NamespaceFilter): void {
  const { namespace, track, unsetOnly } = filter;
  const name = path.at(-1) ?? '';
  const present = lookUp(mapping, name);
  if (unsetOnly && textOf(present) !== '') return;
  track?.({ key: '', value: namespace, tag: '!!str', path });
  if (present?.kind === 'scalar') setScalar(present, namespace, '!!str');
  else setField(mapping, name, YamlNode.string(namespace));
}
