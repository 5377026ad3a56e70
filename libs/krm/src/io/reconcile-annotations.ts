import { type PorchError } from '@porch/api';
import { invalidData } from '../document/invalid-data';
import { type KrmObject } from '../document/krm-object';
import { annotationGenerations, MIGRATION_ID_ANNOTATION } from './annotation-keys';
import { copyLegacyAnnotations, internalAnnotations } from './file-annotations';

/** The internal annotations that objects had before a filter, by migration id. */
export type AnnotationSnapshot = Map<string, Map<string, string>>;

function checkMatching(object: KrmObject): void {
  for (const { name, internal, legacy } of annotationGenerations) {
    const newer = object.getAnnotation(internal) ?? '';
    const older = object.getAnnotation(legacy) ?? '';
    if (newer !== '' && older !== '' && newer !== older) throw mismatch(name);
  }
}

function mismatch(name: string): PorchError {
  return invalidData(`resource input to function has mismatched legacy and internal ${name} annotations`);
}

/**
 * Prepares objects for a filter that may know only one generation of path, index and id annotations: the missing one is
 * copied from the other. Gives what `reconcileAnnotations` needs afterwards.
 *
 * @throws PorchError (Invalid) when the generations of an object contradict each other.
 */
export function prepareAnnotations(objects: readonly KrmObject[]): AnnotationSnapshot {
  const snapshot: AnnotationSnapshot = new Map();
  objects.forEach((object, number) => {
    object.setAnnotation(MIGRATION_ID_ANNOTATION, String(number));
    snapshot.set(String(number), internalAnnotations(object));
    copyLegacyAnnotations(object);
    checkMatching(object);
  });
  return snapshot;
}

/**
 * Makes both generations of annotations agree after a filter: where it changed one, the other follows; what came in with
 * only one generation goes out with only that one.
 *
 * @throws PorchError (Invalid) when a filter changed both generations to different values, or the input was a mixture.
 */
export function reconcileAnnotations(objects: readonly KrmObject[], snapshot: AnnotationSnapshot): void {
  const used = usedGenerations(snapshot);
  for (const object of objects) {
    copyLegacyAnnotations(object);
    followChange(object, snapshot.get(object.getAnnotation(MIGRATION_ID_ANNOTATION) ?? ''));
    for (const { internal, legacy } of annotationGenerations) {
      if (!used.internal) object.deleteAnnotation(internal);
      if (!used.legacy) object.deleteAnnotation(legacy);
    }
    checkMatching(object);
    object.deleteAnnotation(MIGRATION_ID_ANNOTATION);
  }
}

function followChange(object: KrmObject, original: Map<string, string> | undefined): void {
  if (original === undefined) return;
  for (const { name, internal, legacy } of annotationGenerations) {
    const before = original.get(internal) ?? original.get(legacy) ?? '';
    if (name === 'id' || before === '') continue;
    const newer = object.getAnnotation(internal) ?? '';
    const older = object.getAnnotation(legacy) ?? '';
    if (before !== newer && before !== older && newer !== older) throw mismatch(name);
    if (before !== newer) object.setAnnotation(legacy, newer);
    else if (before !== older) object.setAnnotation(internal, older);
  }
}

function usedGenerations(snapshot: AnnotationSnapshot): { internal: boolean; legacy: boolean } {
  if (snapshot.size === 0) return { internal: true, legacy: true };
  let used: { internal: boolean; legacy: boolean } | undefined;
  for (const annotations of snapshot.values()) {
    const internal = annotationGenerations.some((generation) => annotations.has(generation.internal));
    const legacy = annotationGenerations.some((generation) => annotations.has(generation.legacy));
    if (!internal && !legacy) continue;
    used ??= { internal, legacy };
    if (used.internal !== internal || used.legacy !== legacy) {
      throw invalidData('the annotation formatting in the input resources is not consistent');
    }
  }
  return used ?? { internal: false, legacy: false };
}
