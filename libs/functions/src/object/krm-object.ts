import { clearField, getField, lookupOrCreatePath, YamlNode } from '@porch/krm';
import { lookUp, setStringField, stringMapOf, textAt } from './node-fields';

export const PATH_ANNOTATION = 'internal.config.kubernetes.io/path';
export const INDEX_ANNOTATION = 'internal.config.kubernetes.io/index';
export const LEGACY_PATH_ANNOTATION = 'config.kubernetes.io/path';
export const LEGACY_INDEX_ANNOTATION = 'config.kubernetes.io/index';
export const LOCAL_CONFIG_ANNOTATION = 'config.kubernetes.io/local-config';
export const UPSTREAM_IDENTIFIER_ANNOTATION = 'internal.kpt.dev/upstream-identifier';
export const DEPENDS_ON_ANNOTATION = 'config.kubernetes.io/depends-on';

export const apiVersionOf = (object: YamlNode): string => textAt(object, 'apiVersion');
export const kindOf = (object: YamlNode): string => textAt(object, 'kind');
export const nameOf = (object: YamlNode): string => textAt(object, 'metadata', 'name');
export const namespaceOf = (object: YamlNode): string => textAt(object, 'metadata', 'namespace');

/** The API group; empty for the core group. */
export function groupOf(object: YamlNode): string {
  const apiVersion = apiVersionOf(object);
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

export function versionOf(object: YamlNode): string {
  const apiVersion = apiVersionOf(object);
  return apiVersion.slice(apiVersion.indexOf('/') + 1);
}

export function annotationOf(object: YamlNode, key: string): string {
  return textAt(object, 'metadata', 'annotations', key);
}

export function annotationsOf(object: YamlNode): Map<string, string> {
  return stringMapOf(lookUp(object, 'metadata', 'annotations'));
}

export function labelsOf(object: YamlNode): Map<string, string> {
  return stringMapOf(lookUp(object, 'metadata', 'labels'));
}

/** Sets an annotation as kyaml does: a new one as a single-quoted string, one that is there in its own style. */
export function setAnnotation(object: YamlNode, key: string, value: string): void {
  setStringField(lookupOrCreatePath(object, ['metadata', 'annotations']), key, YamlNode.string(value, 'single'));
}

/** Removes an annotation, and the map of annotations when it was the last. */
export function removeAnnotation(object: YamlNode, key: string): void {
  const metadata = getField(object, 'metadata');
  const annotations = getField(metadata, 'annotations');
  if (!metadata || !annotations || clearField(annotations, key) === undefined) return;
  if (annotations.content.length === 0) clearField(metadata, 'annotations');
}

/** The file an object came from, relative to its package; empty when it came from none. */
export function filePathOf(object: YamlNode): string {
  return annotationOf(object, PATH_ANNOTATION) || annotationOf(object, LEGACY_PATH_ANNOTATION);
}

/** The object's position in its file; empty when it has none. */
export function fileIndexOf(object: YamlNode): string {
  return annotationOf(object, INDEX_ANNOTATION) || annotationOf(object, LEGACY_INDEX_ANNOTATION);
}

/** Whether `kpt live apply` would skip the object, and with it many functions: any value but "false" counts. */
export function isLocalConfig(object: YamlNode): boolean {
  const value = annotationOf(object, LOCAL_CONFIG_ANNOTATION);
  return value !== '' && value !== 'false';
}

/** The Go SDK's test of kind: an empty side is a wildcard, on either side, so an object without kind matches them all. */
export function isGroupVersionKind(object: YamlNode, group: string, version: string, kind: string): boolean {
  const matches = (wanted: string, actual: string) => wanted === '' || actual === '' || wanted === actual;
  return matches(kind, kindOf(object)) && matches(group, groupOf(object)) && matches(version, versionOf(object));
}

/** How the Go SDK names an object in messages. */
export function shortNameOf(object: YamlNode): string {
  return `Resource(apiVersion=${apiVersionOf(object)}, kind=${kindOf(object)}, namespace=${namespaceOf(object)}, name=${nameOf(object)})`;
}
