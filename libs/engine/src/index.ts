export {
  type DeletePackageRevisionOptions,
  type Engine,
  type UpdatePackageResourcesResult,
  type UpdatePackageRevisionOptions,
  type WriteOptions,
} from './engine-contract';
export { toPackageRevisionObject } from './package-revision-object';
