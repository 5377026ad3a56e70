import { type KrmObject } from '@porch/krm';

/** Tells the objects of one step apart while a function works on some of them. */
export const RESOURCE_ID_ANNOTATION = 'internal.config.kubernetes.io/kpt-resource-id';

export function setResourceIds(objects: readonly KrmObject[]): void {
  objects.forEach((object, index) => object.setAnnotation(RESOURCE_ID_ANNOTATION, String(index)));
}

export function clearResourceIds(objects: readonly KrmObject[]): void {
  for (const object of objects) {
    object.deleteAnnotation(RESOURCE_ID_ANNOTATION);
    object.clearEmptyAnnotations();
  }
}

/**
 * Puts a function's output back among all objects (kpt): what was not selected stays, what came back takes its old
 * place, what was selected and did not come back is gone, and what is new goes to the end.
 */
export function mergeSelection(
  output: readonly KrmObject[],
  selected: readonly KrmObject[],
  all: readonly KrmObject[],
): KrmObject[] {
  const idOf = (object: KrmObject) => object.getAnnotation(RESOURCE_ID_ANNOTATION) ?? '';
  const selectedIds = new Set(selected.map(idOf));
  const outputById = new Map<string, KrmObject>();
  for (const object of output) if (!outputById.has(idOf(object))) outputById.set(idOf(object), object);
  const kept = all.flatMap((object) => {
    const id = idOf(object);
    return selectedIds.has(id) ? (outputById.get(id) ?? []) : object;
  });
  return [...kept, ...output.filter((object) => idOf(object) === '')];
}
