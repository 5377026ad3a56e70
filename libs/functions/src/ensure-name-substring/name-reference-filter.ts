import { dereference, type YamlNode } from '@porch/krm';
import { FunctionError } from '../framework-outcome';
import { applyFieldSpec, setScalar } from '../kustomize';
import { groupOf, kindOf, nameOf, namespaceOf, versionOf } from '../object/krm-object';
import { fieldOf, isAbsent, textOf } from '../object/node-fields';
import { isNamespaceScoped } from '../object/namespace-scope';
import { type NameReference, type ResourceKind } from './name-reference-table';

const DEFAULT_NAMESPACE = 'default';

/** A resource, with the name that others may still call it by. */
export interface NamedResource {
  readonly node: YamlNode;
  readonly originalName: string;
  /** What was put before and after its name; of several candidates the one with the referrer's affixes is meant. */
  readonly affixes?: string;
}

/**
 * Brings the names that a resource refers to up to date (kustomize's name reference filter).
 *
 * @throws FunctionError where a name may mean several resources.
 */
export function updateReferences(
  referrer: NamedResource,
  { target, field }: NameReference,
  candidates: readonly NamedResource[],
): void {
  const targets = candidates.filter(({ node }) => isOfKind(node, target));
  if (targets.length === 0) return;
  try {
    applyFieldSpec(referrer.node, field, { set: (node) => updateNode(node, referrer, targets) });
  } catch (error) {
    throw new FunctionError(error instanceof Error ? error.message : String(error));
  }
}

function isOfKind(node: YamlNode, { group, version, kind }: ResourceKind): boolean {
  const meets = (wanted: string, actual: string) => wanted === '' || wanted === actual;
  return meets(kind, kindOf(node)) && meets(group, groupOf(node)) && meets(version, versionOf(node));
}

/** A name, a list of names, or a map with a name and perhaps a namespace. */
function updateNode(reference: YamlNode, referrer: NamedResource, targets: readonly NamedResource[]): void {
  const node = dereference(reference);
  if (isAbsent(node)) return;
  switch (node.kind) {
    case 'scalar':
      return updateName(node, referrer, visibleFrom(referrer.node, targets));
    case 'sequence':
      return node.content.forEach((element) => updateNode(element, referrer, targets));
    case 'mapping':
      return updateMap(node, referrer, targets);
    case 'alias':
      return;
  }
}

/** A namespace that is said counts as it is; otherwise the referrer's own does. */
function updateMap(map: YamlNode, referrer: NamedResource, targets: readonly NamedResource[]): void {
  const name = fieldOf(map, 'name');
  if (isAbsent(name)) return;
  const kind = textOf(fieldOf(map, 'kind'));
  const namespace = textOf(fieldOf(map, 'namespace'));
  const fitting = targets.filter(({ node }) => kind === '' || kind === kindOf(node));
  updateName(
    name,
    referrer,
    namespace === ''
      ? visibleFrom(referrer.node, fitting)
      : fitting.filter(({ node }) => effectiveNamespace(node) === namespace),
  );
}

function updateName(name: YamlNode, referrer: NamedResource, targets: readonly NamedResource[]): void {
  const found = selectTarget(name.value, referrer, targets);
  if (found !== undefined && nameOf(found.node) !== name.value) setScalar(name, nameOf(found.node), name.tag);
}

function selectTarget(
  name: string,
  referrer: NamedResource,
  targets: readonly NamedResource[],
): NamedResource | undefined {
  const named = targets.filter(({ originalName }) => originalName === name);
  const [first] = named;
  if (first === undefined || named.every(({ node }) => nameOf(node) === nameOf(first.node))) return first;
  const akin = named.filter(({ affixes }) => affixes === referrer.affixes);
  if (akin.length > 1) {
    throw new FunctionError(
      `found multiple possible referrals of ${kindOf(first.node)} ${name} in ${nameOf(referrer.node)}`,
    );
  }
  return akin[0];
}

/** A namespaced resource is meant only within its namespace; what has no namespace itself may mean any. */
function visibleFrom(referrer: YamlNode, targets: readonly NamedResource[]): NamedResource[] {
  return targets.filter(
    ({ node }) =>
      !isNamespaceScoped(node) ||
      !isNamespaceScoped(referrer) ||
      effectiveNamespace(node) === effectiveNamespace(referrer),
  );
}

function effectiveNamespace(node: YamlNode): string {
  return namespaceOf(node) || DEFAULT_NAMESPACE;
}
