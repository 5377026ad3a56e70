import { type PackageRevisionObject } from '@porch/api';
import { type OperationContext } from '@porch/repository';
import { type PackageConfig, packagePathOfContext } from '@porch/task-handler';
import { type EngineDependencies } from './engine-dependencies';
import { requirePackageRevision } from './repository-lookup';

/** The package's place in the tree of parents that the deprecated `spec.parent` describes (E-2.8). */
export async function packageConfigOf(
  engine: EngineDependencies,
  object: PackageRevisionObject,
  namespace: string,
  context: OperationContext,
): Promise<PackageConfig> {
  const packageName = object.spec.packageName ?? '';
  const parentName = object.spec.parent?.name;
  if (!parentName) return { packageName, packagePath: packageName };
  const parent = requirePackageRevision(engine, namespace, parentName);
  const parentPath = packagePathOfContext(await parent.getResources(context));
  const path = [parentPath, parent.key.packageName, packageName].filter((part) => part !== '');
  return { packageName, packagePath: path.join('/') };
}
