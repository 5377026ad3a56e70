import { deepCopy, lookupOrCreatePath, setField, YamlNode } from '@porch/krm';
import { failed, succeeded } from '../function-outcome';
import { type SynchronousKrmFunction } from '../krm-function';
import {
  annotationOf,
  annotationsOf,
  filePathOf,
  groupOf,
  INDEX_ANNOTATION,
  kindOf,
  LEGACY_INDEX_ANNOTATION,
  LEGACY_PATH_ANNOTATION,
  nameOf,
  namespaceOf,
  PATH_ANNOTATION,
  removeAnnotation,
  setAnnotation,
} from '../object/krm-object';
import { elementsOf, fieldOf } from '../object/node-fields';

const TARGET_PATH_ANNOTATION = 'config.kubernetes.io/target-path';
const FUNCTION_ANNOTATIONS = ['config.k8s.io/function', 'config.kubernetes.io/function'];
const PLACE_ANNOTATIONS = [PATH_ANNOTATION, INDEX_ANNOTATION, LEGACY_PATH_ANNOTATION, LEGACY_INDEX_ANNOTATION];

/** upsert-resource (v0.2): the configuration is the resource, or a List of them, that takes the place of the same one or is added. */
export const upsertResource: SynchronousKrmFunction = {
  name: 'upsert-resource',
  description: 'Add a resource, or replace the one that is the same.',
  configKinds: [],
  run({ items, functionConfig }) {
    if (functionConfig === undefined || functionConfig.content.length === 0) {
      const message = 'failed to upsert resource: `functionConfig` is required';
      return failed(items, [{ message, severity: 'error' }], message);
    }
    const isList = kindOf(functionConfig) === 'List';
    const resources = isList ? elementsOf(fieldOf(functionConfig, 'items')) : [functionConfig];
    return succeeded(resources.reduce<YamlNode[]>(upsert, items));
  },
};

/** The objects with one more, or with it in the place of every one that is the same. */
function upsert(items: YamlNode[], resource: YamlNode): YamlNode[] {
  let found = false;
  const next = items.map((item) => {
    if (isFunctionConfig(item) || !isSameResource(resource, item)) return item;
    found = true;
    return inPlaceOf(item, resource);
  });
  return found ? next : [...items, added(resource)];
}

function isFunctionConfig(item: YamlNode): boolean {
  return FUNCTION_ANNOTATIONS.some((key) => annotationOf(item, key) !== '');
}

/** Whether an object is the one a resource would replace: group, kind, namespace, name, and its file where one is asked for. */
export function isSameResource(resource: YamlNode, item: YamlNode): boolean {
  const same = [groupOf, kindOf, namespaceOf, nameOf].every((part) => part(resource) === part(item));
  const targetPath = targetPathOf(resource);
  return same && (targetPath === '' || targetPath === filePathOf(item));
}

/** The file a configuration asks for; empty where it does not. */
function targetPathOf(resource: YamlNode): string {
  return annotationOf(resource, TARGET_PATH_ANNOTATION);
}

function inPlaceOf(item: YamlNode, resource: YamlNode): YamlNode {
  const copy = deepCopy(resource);
  const annotations = combinedAnnotations(annotationsOf(resource), annotationsOf(item));
  const metadata = lookupOrCreatePath(copy, ['metadata']);
  const node = YamlNode.mapping();
  for (const [key, value] of annotations) node.content.push(YamlNode.string(key), YamlNode.string(value, 'single'));
  if (annotations.size > 0) setField(metadata, 'annotations', node);
  return copy;
}

/** The annotations of a replacement: the new resource's, with the place of the one that is replaced. */
export function combinedAnnotations(
  resource: ReadonlyMap<string, string>,
  item: ReadonlyMap<string, string>,
): Map<string, string> {
  const dropped = [...FUNCTION_ANNOTATIONS, TARGET_PATH_ANNOTATION, ...PLACE_ANNOTATIONS];
  const combined = new Map([...resource].filter(([key]) => !dropped.includes(key)));
  for (const key of PLACE_ANNOTATIONS) {
    const value = item.get(key);
    if (value !== undefined) combined.set(key, value);
  }
  return combined;
}

function added(resource: YamlNode): YamlNode {
  const copy = deepCopy(resource);
  const path = targetPathOf(resource) || statedPathOf(resource);
  for (const key of [...FUNCTION_ANNOTATIONS, TARGET_PATH_ANNOTATION, ...PLACE_ANNOTATIONS])
    removeAnnotation(copy, key);
  if (path !== '') {
    setAnnotation(copy, PATH_ANNOTATION, path);
    setAnnotation(copy, LEGACY_PATH_ANNOTATION, path);
  }
  return copy;
}

/** The file that the legacy annotation names where it stands alone, so that no reader has put it there. */
function statedPathOf(resource: YamlNode): string {
  return annotationOf(resource, PATH_ANNOTATION) === '' ? annotationOf(resource, LEGACY_PATH_ANNOTATION) : '';
}
