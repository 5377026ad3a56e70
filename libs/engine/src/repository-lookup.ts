import { notFound, PACKAGE_REVISIONS, REPOSITORIES, type RepositoryObject } from '@porch/api';
import { type CachedPackageRevision, type CachedRepository, type OperationContext } from '@porch/repository';
import { type EngineDependencies } from './engine-dependencies';

/** The repository of that name, opened. @throws PorchError NotFound when no such Repository is registered */
export async function requireRepository(
  { cache, store }: Pick<EngineDependencies, 'cache' | 'store'>,
  namespace: string,
  name: string,
  context: OperationContext,
): Promise<CachedRepository> {
  const opened = cache.getRepository({ namespace, name });
  if (opened) return opened;
  const object = await store.get(REPOSITORIES, namespace, name);
  if (!object) throw notFound(REPOSITORIES, name);
  return cache.openRepository(object as unknown as RepositoryObject, context);
}

/** The revision of that name as it is now. @throws PorchError NotFound */
export function requirePackageRevision(
  { cache }: Pick<EngineDependencies, 'cache'>,
  namespace: string,
  name: string,
): CachedPackageRevision {
  const [revision] = cache.snapshot({ namespace, name }).items;
  if (!revision) throw notFound(PACKAGE_REVISIONS, name);
  return revision;
}
