/** Annotations that readers and function runners put on objects for the time of their work. */

/** Slash path of the object's file relative to its package. */
export const PATH_ANNOTATION = 'internal.config.kubernetes.io/path';
/** Place of the object in its file, from 0. */
export const INDEX_ANNOTATION = 'internal.config.kubernetes.io/index';
/** Number of the object in one function call. */
export const ID_ANNOTATION = 'internal.config.kubernetes.io/id';
/** How the lists of the object's file were indented: `compact` or `wide`. */
export const SEQUENCE_INDENT_ANNOTATION = 'internal.config.kubernetes.io/seqindent';
/** Identity by which the two generations of path, index and id are reconciled around a pipeline. */
export const MIGRATION_ID_ANNOTATION = 'internal.config.kubernetes.io/annotations-migration-resource-id';

export const LEGACY_PATH_ANNOTATION = 'config.kubernetes.io/path';
export const LEGACY_INDEX_ANNOTATION = 'config.kubernetes.io/index';
export const LEGACY_ID_ANNOTATION = 'config.k8s.io/id';

export const INTERNAL_ANNOTATION_PREFIX = 'internal.config.kubernetes.io/';

/** Each internal annotation that has an older twin, with it. */
export const annotationGenerations = [
  { name: 'path', internal: PATH_ANNOTATION, legacy: LEGACY_PATH_ANNOTATION },
  { name: 'index', internal: INDEX_ANNOTATION, legacy: LEGACY_INDEX_ANNOTATION },
  { name: 'id', internal: ID_ANNOTATION, legacy: LEGACY_ID_ANNOTATION },
] as const;
