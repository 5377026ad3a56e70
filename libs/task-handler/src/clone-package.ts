import { type Locator, refused, type RepositoryObject, type UpstreamPackage } from '@porch/api';
import { type OperationContext, type PackageResources } from '@porch/repository';
import { editKptfile } from './edit-kptfile';
import { withMergeKeys } from './merge-keys';
import { withPackageContext } from './package-context';
import { requireNoPlaceholder, requirePublishedSource } from './source-revisions';
import { type PackageConfig } from './task-handler-contract';
import { type TaskHandlerOptions } from './task-handler-options';

/** A new package from an upstream one: its files, its name, where it came from, and merge keys for later upgrades. */
export async function clonePackage(
  options: TaskHandlerOptions,
  upstream: UpstreamPackage | undefined,
  repository: RepositoryObject,
  config: PackageConfig,
  context: OperationContext,
): Promise<PackageResources> {
  const namespace = repository.metadata.namespace ?? '';
  const { resources, lock } = await fetchUpstream(options, upstream, namespace, context);
  let cloned = editKptfile(resources, { name: config.packageName, upstream: lock });
  if (repository.spec.deployment) cloned = withPackageContext(cloned, config);
  return withMergeKeys(cloned);
}

async function fetchUpstream(
  options: TaskHandlerOptions,
  upstream: UpstreamPackage | undefined,
  namespace: string,
  context: OperationContext,
): Promise<{ resources: PackageResources; lock: Locator }> {
  if (upstream?.upstreamRef?.name) {
    const revision = await options.referenceResolver.resolvePackageRevision(
      namespace,
      upstream.upstreamRef.name,
      context,
    );
    requireNoPlaceholder(revision, 'upstream revision');
    requirePublishedSource(revision);
    return { resources: await revision.getResources(context), lock: revision.selfLock };
  }
  if (upstream?.git?.repo) {
    return options.upstreamFetcher.fetchPackage(upstream.git, namespace, context);
  }
  if (upstream?.oci) throw refused('clone from OCI is not implemented');
  throw refused('invalid clone source: it must name upstreamRef.name, or git with repo, ref and directory');
}
