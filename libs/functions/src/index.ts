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
export * from './object';
