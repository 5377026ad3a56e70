export {
  annotationOf,
  annotationsOf,
  apiVersionOf,
  DEPENDS_ON_ANNOTATION,
  fileIndexOf,
  filePathOf,
  groupOf,
  INDEX_ANNOTATION,
  isGroupVersionKind,
  isLocalConfig,
  kindOf,
  labelsOf,
  LEGACY_INDEX_ANNOTATION,
  LEGACY_PATH_ANNOTATION,
  LOCAL_CONFIG_ANNOTATION,
  nameOf,
  namespaceOf,
  PATH_ANNOTATION,
  removeAnnotation,
  setAnnotation,
  shortNameOf,
  UPSTREAM_IDENTIFIER_ANNOTATION,
  versionOf,
} from './krm-object';
export { type FieldVisitor, walkFields } from './field-walk';
export { builtInScope, isNamespaceScoped } from './namespace-scope';
export { elementsOf, entriesOf, isAbsent, lookUp, setStringAt, stringMapOf, textAt, textOf } from './node-fields';
export {
  DEFAULT_NAMESPACE,
  identifierOf,
  originOf,
  type ResourceIdentifier,
  UNKNOWN_NAMESPACE,
} from './resource-identifier';
