import { refused, type Task } from '@porch/api';
import { type OperationContext, type PackageResources, type PackageRevisionKey } from '@porch/repository';
import { requireNoPlaceholder, requirePublishedSource } from './source-revisions';
import { type TaskHandlerOptions } from './task-handler-options';

/** A further revision of a package, from a published one of the same package; its files as they are (E-2.4). */
export async function copyPackage(
  options: TaskHandlerOptions,
  edit: NonNullable<Task['edit']>,
  target: PackageRevisionKey,
  context: OperationContext,
): Promise<PackageResources> {
  const name = edit.sourceRef?.name;
  if (!name) throw refused('edit.sourceRef.name not set for task of type "edit"');
  const { namespace } = target.repository;
  const source = await options.referenceResolver.resolvePackageRevision(namespace, name, context);
  if (source.key.repository.name !== target.repository.name || source.key.packageName !== target.packageName) {
    throw refused(`source revision must be from same package ${target.repository.name}/${target.packageName}`);
  }
  requireNoPlaceholder(source, 'source revision');
  requirePublishedSource(source);
  return source.getResources(context);
}
