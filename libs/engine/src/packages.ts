import {
  composePackageName,
  notFound,
  PACKAGES,
  PORCH_API_VERSION,
  type PackageObject,
  packageUid,
  badRequest,
} from '@porch/api';
import { type CachedPackageRevision, type OperationContext, type PackageKey } from '@porch/repository';
import { createPackageRevision } from './create-package-revision';
import { type EngineDependencies } from './engine-dependencies';
import { requireRepository } from './repository-lookup';

/** Packages, as the revisions that are known imply them. */
export function listPackages(engine: EngineDependencies, namespace: string | undefined): readonly PackageObject[] {
  const packages = new Map<string, CachedPackageRevision[]>();
  for (const revision of engine.cache.snapshot(namespace === undefined ? {} : { namespace }).items) {
    const id = `${revision.key.repository.namespace}/${nameOf(revision.key)}`;
    const known = packages.get(id);
    if (known) known.push(revision);
    else packages.set(id, [revision]);
  }
  return [...packages.values()].map(toPackageObject);
}

export function getPackage(engine: EngineDependencies, namespace: string, name: string): PackageObject {
  const found = listPackages(engine, namespace).find((object) => object.metadata.name === name);
  if (!found) throw notFound(PACKAGES, name);
  return found;
}

/** Makes an init draft of a package that does not exist yet, in workspace v1. */
export async function createPackage(
  engine: EngineDependencies,
  namespace: string,
  object: PackageObject,
  context: OperationContext,
): Promise<PackageObject> {
  const { packageName, repository } = object.spec;
  if (!packageName) throw badRequest('spec.packageName is required');
  const created = await createPackageRevision(
    engine,
    namespace,
    {
      apiVersion: PORCH_API_VERSION,
      kind: 'PackageRevision',
      metadata: {},
      spec: { packageName, repository, workspaceName: 'v1' },
    },
    {},
    context,
  );
  return getPackage(engine, namespace, composePackageName(created.spec.repository ?? '', packageName));
}

/** Removes a package with every revision of it, in one push. */
export async function deletePackage(
  engine: EngineDependencies,
  namespace: string,
  name: string,
  context: OperationContext,
): Promise<PackageObject> {
  const found = getPackage(engine, namespace, name);
  const { repository: repositoryName, packageName } = found.spec;
  return engine.lock.run(`package ${namespace}/${name}`, `on package "${namespace}/${name}"`, async () => {
    const repository = await requireRepository(engine, namespace, repositoryName, context);
    await repository.deletePackage({ repository: repository.key, packageName }, context);
    return found;
  });
}

function nameOf(key: PackageKey): string {
  return composePackageName(key.repository.name, key.packageName);
}

function toPackageObject(revisions: readonly CachedPackageRevision[]): PackageObject {
  const [first] = revisions as [CachedPackageRevision];
  const { key } = first;
  const name = nameOf(key);
  const oldest = revisions.map((revision) => revision.creationTimestamp).sort()[0] ?? null;
  const newest = revisions.reduce(
    (best, revision) => (BigInt(revision.resourceVersion) > best ? BigInt(revision.resourceVersion) : best),
    0n,
  );
  return {
    kind: 'PorchPackage',
    apiVersion: PORCH_API_VERSION,
    metadata: {
      name,
      namespace: key.repository.namespace,
      uid: packageUid(key.repository.namespace, name),
      resourceVersion: String(newest),
      creationTimestamp: oldest,
    },
    spec: { packageName: key.packageName, repository: key.repository.name },
    status: { latestRevision: Math.max(0, ...revisions.map((revision) => revision.revision)) },
  };
}
