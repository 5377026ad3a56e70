export { BUILT_IN_FUNCTIONS, createFunctionCatalogue, type FunctionCatalogueSettings } from './built-in-functions';
export {
  createCatalogue,
  type CatalogueEntry,
  type FunctionCatalogue,
  type FunctionCatalogueOptions,
} from './function-catalogue';
export {
  CATALOGUE_REGISTRIES,
  DEFAULT_IMAGE_PREFIX,
  type FunctionImage,
  parseFunctionImage,
  withDefaultPrefix,
} from './function-image';
export { error, failed, failedInProcessor, info, succeeded, warning } from './function-outcome';
export {
  type FunctionConfigKind,
  type FunctionConfigSchema,
  type KrmFunction,
  type KrmFunctionContext,
  type KrmFunctionInput,
  type KrmFunctionOutput,
  type SynchronousKrmFunction,
} from './krm-function';
export { builtInTags } from './function-versions';
export * from './object';
export { defineFunction, type DefinedFunctionInput, type FunctionDefinition } from './define-function';
export * from './kustomize';
export { type DiscoveredSetter } from './list-setters/discovered-setters';
export { discoverSetters } from './list-setters/list-setters';
export { setterValuesIn } from './apply-setters/setter-pattern';
export { inOrderOfPriority, setterCommentFor } from './create-setters/setter-comment';
export { matchesFieldPath } from './search-replace/field-path-match';
export { searchAndReplace, type SearchMatch, searchRequest } from './search-replace/search-replace';
export { combinedAnnotations, isSameResource } from './upsert-resource/upsert-resource';
export { annotateItems } from './set-annotations/set-annotations';
