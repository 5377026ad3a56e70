import { ID_ANNOTATION, type KrmObject, LEGACY_ID_ANNOTATION } from '@porch/krm';
import { RESOURCE_ID_ANNOTATION } from './selection-merge';

const CALL_ANNOTATIONS = [
  ID_ANNOTATION,
  LEGACY_ID_ANNOTATION,
  'internal.config.kubernetes.io/annotations-migration-resource-id',
  RESOURCE_ID_ANNOTATION,
];

/** Takes off what is put on objects for the time of a function call, which a call that failed may have left. */
export function clearCallAnnotations(objects: readonly KrmObject[]): void {
  for (const object of objects) {
    for (const key of CALL_ANNOTATIONS) object.deleteAnnotation(key);
    object.clearEmptyAnnotations();
  }
}
