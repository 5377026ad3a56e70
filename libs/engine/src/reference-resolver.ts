import { type ReferenceResolver, type RepositoryCache } from '@porch/repository';
import { requirePackageRevision } from './repository-lookup';

/** Finds package revisions by name among all repositories of a namespace, from the cache. */
export function createReferenceResolver(cache: RepositoryCache): ReferenceResolver {
  return {
    resolvePackageRevision: async (namespace, name) =>
      Promise.resolve(requirePackageRevision({ cache }, namespace, name)),
  };
}
