import { type YamlNode } from '@porch/krm';
import { CONFIG_MAP } from '../function-config';
import { FunctionError } from '../framework-outcome';
import { error, failedInProcessor, succeeded } from '../function-outcome';
import { applyFieldSpec, setScalar } from '../kustomize';
import { type SynchronousKrmFunction } from '../krm-function';
import {
  annotationOf,
  annotationsOf,
  DEPENDS_ON_ANNOTATION,
  groupOf,
  kindOf,
  LEGACY_INDEX_ANNOTATION,
  LEGACY_PATH_ANNOTATION,
  nameOf,
  removeAnnotation,
} from '../object/krm-object';
import { setStringAt } from '../object/node-fields';
import { renameDependsOn } from './depends-on-names';
import { readEnsureNameSubstringConfig, type EnsureNameSubstringConfig } from './ensure-name-substring-config';
import { updateReferences, type NamedResource } from './name-reference-filter';
import { nameReferences } from './name-reference-table';

const PLACE_ANNOTATIONS: ReadonlySet<string> = new Set([
  LEGACY_PATH_ANNOTATION,
  LEGACY_INDEX_ANNOTATION,
  'config.k8s.io/id',
]);

/** Kinds whose names other things are called by, or that are no resources of a cluster; some in one group only. */
const KEPT_KINDS: ReadonlyMap<string, string | undefined> = new Map([
  ['CustomResourceDefinition', undefined],
  ['APIService', 'apiregistration.k8s.io'],
  ['Namespace', undefined],
  ['Kptfile', 'kpt.dev'],
]);

/** The development head as published under gcr.io/kpt-fn gives its items back without what kpt notes on them. */
const PLACE_FORGETTING_TAG = 'unstable';

/**
 * ensure-name-substring (v0.2.0): gives every name a prefix or suffix, unless it contains it already, and brings what
 * refers to the renamed resources up to date by kustomize's table of name references. As `unstable`, the resources lose
 * their places in files too, and get new files after their kinds and names.
 */
export const ensureNameSubstring: SynchronousKrmFunction = {
  name: 'ensure-name-substring',
  description: 'Give the names of resources a prefix or suffix, and what refers to them too.',
  configKinds: [CONFIG_MAP, { apiVersion: 'fn.kpt.dev/v1alpha1', kind: 'EnsureNameSubstring' }],
  configSchema: {
    type: 'object',
    properties: {
      substring: { type: 'string', description: 'What every name must contain.' },
      editMode: { type: 'string', enum: ['prepend', 'append'], description: 'Where it goes. Default prepend.' },
      additionalNameFields: { type: 'array', description: 'Other fields to change: group, version, kind, path.' },
    },
    required: ['substring'],
  },
  run({ items, functionConfig }, { tag }) {
    try {
      const resources = ensureNames(items, readEnsureNameSubstringConfig(functionConfig));
      for (const reference of nameReferences) {
        for (const referrer of resources) updateReferences(referrer, reference, resources);
      }
      if (tag === PLACE_FORGETTING_TAG) items.forEach(forgetPlace);
      return succeeded(items);
    } catch (failure) {
      if (failure instanceof FunctionError) return failedInProcessor(items, [error(failure.message)]);
      throw failure;
    }
  },
};

/** Changes the names, and the `depends-on` annotations of what is renamed, and tells what everything was called. */
export function ensureNames(items: readonly YamlNode[], config: EnsureNameSubstringConfig): NamedResource[] {
  const resources = items.map((node) => ({ node, originalName: nameOf(node) }));
  const newNames = new Map(
    resources.map(({ node, originalName }) => [
      [groupOf(node), kindOf(node), originalName].join('/'),
      keepsName(node) ? originalName : ensureSubstring(originalName, config),
    ]),
  );
  for (const { node } of resources) {
    if (!keepsName(node)) renameResource(node, config, newNames);
  }
  return resources;
}

function keepsName(node: YamlNode): boolean {
  const group = KEPT_KINDS.get(kindOf(node));
  return KEPT_KINDS.has(kindOf(node)) && (group === undefined || group === groupOf(node));
}

function forgetPlace(node: YamlNode): void {
  for (const key of annotationsOf(node).keys()) {
    const isNote = key.startsWith('internal.config.kubernetes.io/') || PLACE_ANNOTATIONS.has(key);
    if (isNote) removeAnnotation(node, key);
  }
}

function renameResource(
  node: YamlNode,
  config: EnsureNameSubstringConfig,
  newNames: ReadonlyMap<string, string>,
): void {
  const before = nameOf(node);
  for (const field of [{ path: 'metadata/name' }, ...config.additionalNameFields]) {
    applyFieldSpec(node, field, { set: (name) => setScalar(name, ensureSubstring(name.value, config), name.tag) });
  }
  const dependsOn = annotationOf(node, DEPENDS_ON_ANNOTATION);
  if (nameOf(node) === before || dependsOn === '') return;
  const renamed = renameDependsOn(dependsOn, (group, kind, name) => newNames.get([group, kind, name].join('/')));
  if (renamed !== dependsOn) setStringAt(node, ['metadata', 'annotations', DEPENDS_ON_ANNOTATION], renamed);
}

function ensureSubstring(name: string, { substring, editMode }: EnsureNameSubstringConfig): string {
  if (name.includes(substring)) return name;
  return editMode === 'prepend' ? substring + name : name + substring;
}
