export { createEngine } from './create-engine';
export {
  type DeletePackageRevisionOptions,
  type Engine,
  type UpdatePackageResourcesResult,
  type UpdatePackageRevisionOptions,
  type WriteOptions,
} from './engine-contract';
export { type EngineOptions } from './engine-dependencies';
export { toPackageResourcesObject } from './package-resources-object';
export { toPackageRevisionObject } from './package-revision-object';
export { createReferenceResolver } from './reference-resolver';
export { contextUserInfoProvider } from './user-info-provider';
