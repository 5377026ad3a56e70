import { notFound, PACKAGE_REVISIONS } from '@porch/api';
import { type ReferenceResolver, type RepositoryCache } from '@porch/repository';

/**
 * Finds package revisions by name among all repositories of a namespace, from the cache. Those of other namespaces do
 * not exist for it, unless an administrator shares a namespace as upstream for all; its own comes first.
 */
export function createReferenceResolver(
  cache: RepositoryCache,
  sharedUpstreamNamespaces: readonly string[] = [],
): ReferenceResolver {
  return {
    resolvePackageRevision: async (namespace, name) => {
      for (const place of [namespace, ...sharedUpstreamNamespaces]) {
        const [revision] = cache.snapshot({ namespace: place, name }).items;
        if (revision) return Promise.resolve(revision);
      }
      throw notFound(PACKAGE_REVISIONS, name);
    },
  };
}
