import { type PackageRevisionObject, refused, type RepositoryObject, type Task } from '@porch/api';
import { type OperationContext, type PackageResources, type PackageRevisionKey } from '@porch/repository';
import { clonePackage } from './clone-package';
import { copyPackage } from './copy-package';
import { editKptfile } from './edit-kptfile';
import { initPackage } from './init-package';
import { metadataPatch } from './kptfile-edits';
import { type PackageConfig } from './task-handler-contract';
import { type TaskHandlerOptions } from './task-handler-options';
import { upgradePackage } from './upgrade-package';

/** What a task makes of the contents there are. */
export async function taskResources(
  options: TaskHandlerOptions,
  task: Task,
  current: PackageResources,
  target: PackageRevisionKey,
  repository: RepositoryObject,
  config: PackageConfig,
  context: OperationContext,
): Promise<PackageResources> {
  const part = <T>(value: T | undefined, name: string): T => {
    if (value === undefined || value === null)
      throw refused(`${name} not set for task of type ${JSON.stringify(task.type)}`);
    return value;
  };
  switch (task.type) {
    case 'init':
      return initPackage(current, config.packageName, part(task.init, 'init'));
    case 'clone':
      return clonePackage(options, part(task.clone, 'clone').upstreamRef, repository, config, context);
    case 'edit':
      return copyPackage(options, part(task.edit, 'edit'), target, context);
    case 'upgrade':
      return upgradePackage(options, part(task.upgrade, 'upgrade'), target, context);
    default:
      throw refused(`task of type ${JSON.stringify(task.type)} not supported`);
  }
}

/** The object's package metadata is added to the Kptfile's; its readiness gates, when it has any say, replace them. */
export function withObjectMetadata(resources: PackageResources, { spec }: PackageRevisionObject): PackageResources {
  return editKptfile(resources, {
    ...metadataPatch(spec.packageMetadata, 'upsert'),
    ...(spec.readinessGates ? { readinessGates: spec.readinessGates } : {}),
  });
}
