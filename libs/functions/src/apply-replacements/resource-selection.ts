import { matchesLabelSelector, parseLabelSelector } from '@porch/api';
import { type YamlNode } from '@porch/krm';
import { FunctionError } from '../framework-outcome';
import {
  annotationOf,
  annotationsOf,
  groupOf,
  kindOf,
  labelsOf,
  nameOf,
  namespaceOf,
  versionOf,
} from '../object/krm-object';
import {
  type ReplacementSource,
  type ReplacementTarget,
  type ResourceSelector,
  type TargetResourceSelector,
} from './replacement';

type ResourceIds = Required<ResourceSelector>;

const PARTS = ['group', 'version', 'kind', 'name', 'namespace'] as const;
const DEFAULT_NAMESPACE = 'default';

/** What a resource is called, and what it was called before it was renamed in this build. */
function idsOf(resource: YamlNode): ResourceIds[] {
  const current: ResourceIds = {
    group: groupOf(resource),
    version: versionOf(resource),
    kind: kindOf(resource),
    name: nameOf(resource),
    namespace: namespaceOf(resource),
  };
  const previous = (part: string) => {
    const text = annotationOf(resource, `internal.config.kubernetes.io/previous${part}`);
    return text === '' ? [] : text.split(',');
  };
  const [names, namespaces, kinds] = [previous('Names'), previous('Namespaces'), previous('Kinds')];
  const former = names.map((name, index) => ({
    ...current,
    name,
    namespace: namespaces[index] ?? current.namespace,
    kind: kinds[index] ?? current.kind,
  }));
  return [current, ...former];
}

/** Kustomize's text of a selector, with placeholders for what it leaves open. */
export function describeSelector({ group, version, kind, name, namespace }: ResourceSelector): string {
  const type = [kind || '[noKind]', version || '[noVer]', group || '[noGrp]'].join('.');
  return `${type}/${name || '[noName]'}.${namespace || '[noNs]'}`;
}

/**
 * The one resource that a source names.
 *
 * @throws FunctionError where it names none or several.
 */
export function selectSource(resources: readonly YamlNode[], source: ReplacementSource): YamlNode {
  const matches = resources.filter((resource) => idsOf(resource).some((id) => isSame(id, source)));
  const [first] = matches;
  if (first === undefined) throw new FunctionError(`nothing selected by ${describeSource(source)}`);
  if (matches.length > 1) throw new FunctionError(`multiple matches for selector ${describeSource(source)}`);
  return first;
}

/** Kustomize's text of a source: its selector, and the field and the options that it states. */
function describeSource(source: ReplacementSource): string {
  const { fieldPath, options } = source;
  const { delimiter = '', index = 0, create = false } = options ?? {};
  const refinement = delimiter !== '' || create ? `${delimiter}(${index}), create=${create}` : '';
  return [describeSelector(source), fieldPath, refinement].filter(Boolean).join(':');
}

function isSame(id: ResourceIds, selector: ResourceSelector): boolean {
  return PARTS.every((part) => {
    const wanted = selector[part];
    if (!wanted) return true;
    return part === 'namespace' ? (id.namespace || DEFAULT_NAMESPACE) === wanted : id[part] === wanted;
  });
}

/**
 * The resources that a target selects and does not reject; names and kinds are regular expressions of the whole. What a
 * reject says of identity and what it says of labels and annotations each rejects by itself, and an empty one nothing.
 */
export function selectTargets(resources: readonly YamlNode[], target: ReplacementTarget): YamlNode[] {
  const { select, reject = [] } = target;
  if (!select) throw new FunctionError('target must specify resources to select');
  const selectors = [identityMatcher(select), metadataMatcher(select)];
  const rejects = reject.flatMap((selector) => [
    ...(PARTS.some((part) => selector[part]) ? [identityMatcher(selector)] : []),
    ...(selector.labelSelector || selector.annotationSelector ? [metadataMatcher(selector)] : []),
  ]);
  return resources.filter(
    (resource) => selectors.every((matches) => matches(resource)) && !rejects.some((matches) => matches(resource)),
  );
}

function identityMatcher(selector: TargetResourceSelector): (resource: YamlNode) => boolean {
  const patterns = PARTS.map((part) => [part, wholePattern(selector[part])] as const);
  return (resource) =>
    idsOf(resource).some((id) => patterns.every(([part, pattern]) => pattern?.test(id[part]) ?? true));
}

function metadataMatcher(selector: TargetResourceSelector): (resource: YamlNode) => boolean {
  const labels = parseLabelSelector(selector.labelSelector ?? '');
  const annotations = parseLabelSelector(selector.annotationSelector ?? '');
  return (resource) =>
    matchesLabelSelector(labels, Object.fromEntries(labelsOf(resource))) &&
    matchesLabelSelector(annotations, Object.fromEntries(annotationsOf(resource)));
}

/** @throws FunctionError for what is no regular expression. */
function wholePattern(text: string | undefined): RegExp | undefined {
  if (!text) return undefined;
  try {
    return new RegExp(`^(?:${text})$`);
  } catch (error) {
    throw new FunctionError(`error parsing regexp: ${error instanceof Error ? error.message : text}`);
  }
}
