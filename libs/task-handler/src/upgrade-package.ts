import { type PackageRevisionRef, refused, type UpgradeTask } from '@porch/api';
import { mergePackages } from '@porch/krm';
import {
  type CachedPackageRevision,
  type OperationContext,
  type PackageFile,
  type PackageResources,
  type PackageRevisionKey,
} from '@porch/repository';
import { editKptfile } from './edit-kptfile';
import { withMergeKeys } from './merge-keys';
import { requireNoPlaceholder, requirePublishedForUpgrade } from './source-revisions';
import { type TaskHandlerOptions } from './task-handler-options';

/** A further revision of a downstream package: its own changes merged with what its upstream changed (E-2.5). */
export async function upgradePackage(
  options: TaskHandlerOptions,
  task: UpgradeTask,
  target: PackageRevisionKey,
  context: OperationContext,
): Promise<PackageResources> {
  const resolve = async (ref: PackageRevisionRef | undefined, field: string): Promise<CachedPackageRevision> => {
    if (!ref?.name) throw refused(`upgrade.${field}.name not set for task of type "upgrade"`);
    return options.referenceResolver.resolvePackageRevision(target.repository.namespace, ref.name, context);
  };
  const original = await resolve(task.oldUpstreamRef, 'oldUpstreamRef');
  const updated = await resolve(task.newUpstreamRef, 'newUpstreamRef');
  const local = await resolve(task.localPackageRevisionRef, 'localPackageRevisionRef');
  requireNoPlaceholder(updated, 'target upstream revision');
  requireNoPlaceholder(local, 'source revision');
  for (const revision of [original, updated, local]) requirePublishedForUpgrade(revision);
  if (local.key.repository.name !== target.repository.name || local.key.packageName !== target.packageName) {
    throw refused(`source revision must be from same package ${target.repository.name}/${target.packageName}`);
  }

  const trees = {
    original: await original.getResources(context),
    updated: await updated.getResources(context),
    local: await local.getResources(context),
  };
  const merged = mergeTrees(trees, task.strategy || 'resource-merge');
  return withMergeKeys(editKptfile(merged, { upstream: updated.selfLock }));
}

function mergeTrees(
  trees: Record<'original' | 'updated' | 'local', PackageResources>,
  strategy: NonNullable<Exclude<UpgradeTask['strategy'], ''>>,
): PackageResources {
  const bytes = (resources: PackageResources) => new Map([...resources].map(([path, file]) => [path, file.content]));
  let files: ReadonlyMap<string, Uint8Array>;
  try {
    ({ files } = mergePackages({
      original: bytes(trees.original),
      updated: bytes(trees.updated),
      local: bytes(trees.local),
      strategy,
      stampUpstream: true,
    }));
  } catch (error) {
    throw refused(error instanceof Error ? error.message : String(error), error);
  }
  const result = new Map<string, PackageFile>();
  for (const [path, content] of files) {
    // An existing path keeps its mode; a new one comes with upstream's.
    const mode = (trees.local.get(path) ?? trees.updated.get(path))?.mode ?? 'regular';
    result.set(path, { content, mode });
  }
  return result;
}
