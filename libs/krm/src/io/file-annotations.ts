import { invalidData } from '../document/invalid-data';
import { type KrmObject } from '../document/krm-object';
import { compareText } from '../document/compare-text';
import {
  annotationGenerations,
  INDEX_ANNOTATION,
  INTERNAL_ANNOTATION_PREFIX,
  LEGACY_INDEX_ANNOTATION,
  LEGACY_PATH_ANNOTATION,
  PATH_ANNOTATION,
  SEQUENCE_INDENT_ANNOTATION,
} from './annotation-keys';

/** Which file an object is from and where in it; empty where unknown. */
export interface FilePlace {
  path: string;
  index: string;
}

/** The file and index of an object by its internal annotations, or else the legacy ones. */
export function filePlace(object: KrmObject): FilePlace {
  return {
    path: object.getAnnotation(PATH_ANNOTATION) ?? object.getAnnotation(LEGACY_PATH_ANNOTATION) ?? '',
    index: object.getAnnotation(INDEX_ANNOTATION) ?? object.getAnnotation(LEGACY_INDEX_ANNOTATION) ?? '',
  };
}

/** Sets a file annotation in both generations. */
export function setPath(object: KrmObject, path: string): void {
  object.setAnnotation(PATH_ANNOTATION, path);
  object.setAnnotation(LEGACY_PATH_ANNOTATION, path);
}

export function setIndex(object: KrmObject, index: number): void {
  object.setAnnotation(INDEX_ANNOTATION, String(index));
  object.setAnnotation(LEGACY_INDEX_ANNOTATION, String(index));
}

/** Copies path, index and id from the generation that is set to the one that is not. */
export function copyLegacyAnnotations(object: KrmObject): void {
  for (const { internal, legacy } of annotationGenerations) {
    const newer = object.getAnnotation(internal) ?? '';
    const older = object.getAnnotation(legacy) ?? '';
    if (newer !== '' && older === '') object.setAnnotation(legacy, newer);
    if (newer === '' && older !== '') object.setAnnotation(internal, older);
  }
}

function parseIndex(index: string, path: string): number {
  if (!/^[+-]?\d+$/.test(index)) {
    throw invalidData(`unable to parse ${INDEX_ANNOTATION} ${index} of an object in ${path || 'no file'}`);
  }
  return Number(index);
}

/**
 * Sorts objects by path and then by index, those without an index first, equal ones as they are.
 *
 * @throws PorchError (Invalid) when an index is not a number.
 */
export function sortByFilePlace(objects: readonly KrmObject[]): KrmObject[] {
  const placed = objects.map((object) => ({ object, ...filePlace(object) }));
  for (const { path, index } of placed) if (index !== '') parseIndex(index, path);
  placed.sort((a, b) => {
    if (a.path !== b.path) return compareText(a.path, b.path);
    if (a.index === b.index) return 0;
    if (a.index === '') return -1;
    if (b.index === '') return 1;
    return Number(a.index) - Number(b.index);
  });
  return placed.map(({ object }) => object);
}

/** The file for an object that has none: `<directory>/<namespace>/<kind in lower case>_<name>.yaml`. */
export function defaultPath(directory: string, identity: { kind: string; name: string; namespace: string }): string {
  const file = `${identity.kind.toLowerCase()}_${identity.name}.yaml`;
  return joinPath(directory, identity.namespace, file);
}

function joinPath(...parts: string[]): string {
  const segments: string[] = [];
  for (const segment of parts.join('/').split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && segments.length > 0 && segments.at(-1) !== '..') segments.pop();
    else segments.push(segment);
  }
  return (parts[0]?.startsWith('/') ? '/' : '') + segments.join('/');
}

/** Gives objects without a path the default one below a directory. */
export function defaultPathAnnotations(directory: string, objects: readonly KrmObject[]): void {
  for (const object of objects) {
    copyLegacyAnnotations(object);
    if (filePlace(object).path === '') setPath(object, defaultPath(directory, object));
  }
}

/**
 * Gives objects without a path the default one below a directory, and those without an index a number in their file.
 *
 * As in kyaml, numbering goes on from the highest index that a file already has, and that one is used again.
 */
export function defaultPathAndIndexAnnotations(directory: string, objects: readonly KrmObject[]): void {
  const highest = new Map<string, number>();
  for (const object of objects) {
    copyLegacyAnnotations(object);
    const { path, index } = filePlace(object);
    if (path === '') setPath(object, defaultPath(directory, object));
    else if (index !== '') highest.set(path, Math.max(highest.get(path) ?? 0, parseIndex(index, path)));
  }
  for (const object of objects) {
    const { path, index } = filePlace(object);
    if (index !== '') continue;
    const next = highest.get(path) ?? 0;
    setIndex(object, next);
    highest.set(path, next + 1);
  }
}

const legacyAnnotations = new Set<string>(annotationGenerations.map((generation) => generation.legacy));

/** All annotations of an object that are internal to readers and function runners. */
export function internalAnnotations(object: KrmObject): Map<string, string> {
  const { annotations } = object;
  for (const key of annotations.keys()) {
    if (!key.startsWith(INTERNAL_ANNOTATION_PREFIX) && !legacyAnnotations.has(key)) annotations.delete(key);
  }
  return annotations;
}

/** Copies the internal annotations of an object that are not in `exclusions` to another. */
export function copyInternalAnnotations(from: KrmObject, to: KrmObject, exclusions: readonly string[] = []): void {
  for (const [key, value] of internalAnnotations(from)) {
    if (!exclusions.includes(key)) to.setAnnotation(key, value);
  }
}

/** The internal annotations, other than `exclusions`, that differ between two objects, sorted. */
export function differingInternalAnnotations(a: KrmObject, b: KrmObject, exclusions: readonly string[] = []): string[] {
  const ofA = internalAnnotations(a);
  const ofB = internalAnnotations(b);
  return [...new Set([...ofA.keys(), ...ofB.keys()])]
    .filter((key) => !exclusions.includes(key) && ofA.get(key) !== ofB.get(key))
    .sort(compareText);
}

/** Removes what readers add for the time between reading and writing. */
export function clearReaderAnnotations(object: KrmObject): void {
  for (const key of [INDEX_ANNOTATION, LEGACY_INDEX_ANNOTATION, SEQUENCE_INDENT_ANNOTATION])
    object.deleteAnnotation(key);
}
