import {
  badRequest,
  composePackageRevisionName,
  forbidden,
  isPublished,
  lifecycleTransitionAllowed,
  notFound,
  type ObjectMeta,
  PACKAGE_REVISION_RESOURCES,
  PACKAGE_REVISIONS,
  type PackageObject,
  packageRevisionUid,
  type PackageRevisionObject,
  type PackageRevisionResourcesObject,
  PORCH_API_VERSION,
  refused,
  staleResourceVersion,
  taken,
} from '@porch/api';
import {
  type Engine,
  toPackageRevisionObject,
  type UpdatePackageRevisionOptions,
  type WriteOptions,
} from '@porch/engine';
import {
  type CachedPackageRevision,
  matchesPackageRevision,
  type PackageRevisionChange,
  type PackageRevisionFilter,
  type PackageRevisionSnapshot,
  type RecentPackageRevisionChanges,
} from '@porch/repository';
import { type InMemoryObjectStore } from './in-memory-object-store';

const PREFIX = 'Internal error occurred: ';

/** Package revisions without repositories or rendering: enough of an engine to see what the server makes of it. */
export class InMemoryEngine {
  readonly #store: InMemoryObjectStore;
  readonly #revisions = new Map<string, CachedPackageRevision>();
  readonly #files = new Map<string, Record<string, string>>();
  readonly #watchers = new Set<(change: PackageRevisionChange) => void>();

  constructor(store: InMemoryObjectStore) {
    this.#store = store;
  }

  /** The engine contract over this state. */
  get engine(): Engine {
    return this as unknown as Engine;
  }

  async recentPackageRevisionChanges(): Promise<RecentPackageRevisionChanges> {
    const now = await this.#store.currentResourceVersion();
    return { after: now, upTo: now, changes: [] };
  }

  async listPackageRevisions(filter: PackageRevisionFilter): Promise<PackageRevisionSnapshot> {
    const items = [...this.#revisions]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .flatMap(([, revision]) => (matchesPackageRevision(filter, revision) ? [revision] : []));
    return { items, resourceVersion: await this.#store.currentResourceVersion(), incomplete: [] };
  }

  getPackageRevision(namespace: string, name: string): Promise<CachedPackageRevision> {
    const revision = this.#revisions.get(`${namespace}/${name}`);
    return revision ? Promise.resolve(revision) : Promise.reject(notFound(PACKAGE_REVISIONS, name));
  }

  createPackageRevision(namespace: string, object: PackageRevisionObject, options: WriteOptions) {
    const { repository = '', packageName = '', workspaceName = '', tasks = [] } = object.spec;
    if (repository === '') return Promise.reject(badRequest('spec.repositoryName is required'));
    const name = composePackageRevisionName({ repository, packageName, workspaceName });
    if (this.#revisions.has(`${namespace}/${name}`)) {
      return Promise.reject(taken(`package "${packageName}" already exists in repository "${repository}"`));
    }
    const revision: CachedPackageRevision = {
      key: { repository: { namespace, name: repository }, packageName, workspaceName },
      kind: 'revision',
      revision: 0,
      lifecycle: 'Draft',
      contentVersion: '1',
      tasks,
      kptfile: { readinessGates: [], conditions: [] },
      selfLock: {},
      getResources: () => Promise.reject(new Error('not needed here')),
      name,
      uid: packageRevisionUid(namespace, name),
      resourceVersion: this.#store.nextVersion(),
      creationTimestamp: '2026-01-02T03:04:05Z',
      metadata: this.#metadata(object.metadata),
      latest: false,
      deployment: false,
    };
    if (!options.dryRun) {
      this.#files.set(`${namespace}/${name}`, { Kptfile: `metadata:\n  name: ${packageName}\n` });
      this.#put('Added', revision);
    }
    return Promise.resolve(toPackageRevisionObject(revision));
  }

  async updatePackageRevision(
    namespace: string,
    name: string,
    object: PackageRevisionObject,
    options: UpdatePackageRevisionOptions,
  ): Promise<PackageRevisionObject> {
    const stored = await this.getPackageRevision(namespace, name);
    this.#checkVersion(PACKAGE_REVISIONS, name, object.metadata, stored);
    const lifecycle = object.spec.lifecycle ?? 'Draft';
    if (!lifecycleTransitionAllowed(stored.lifecycle, lifecycle, options.source)) {
      throw refused(`cannot go from ${stored.lifecycle} to ${lifecycle}`);
    }
    const next: CachedPackageRevision = {
      ...stored,
      lifecycle,
      revision: lifecycle === 'Published' && stored.revision === 0 ? 1 : stored.revision,
      latest: isPublished(lifecycle),
      metadata: this.#metadata(object.metadata),
      resourceVersion: options.dryRun ? stored.resourceVersion : this.#store.nextVersion(),
    };
    if (!options.dryRun) this.#put('Modified', next);
    return toPackageRevisionObject(next);
  }

  async deletePackageRevision(namespace: string, name: string, options: WriteOptions) {
    const stored = await this.getPackageRevision(namespace, name);
    if (stored.lifecycle === 'Published') {
      throw forbidden(PACKAGE_REVISIONS, name, 'published PackageRevisions must be proposed for deletion');
    }
    if (!options.dryRun) this.#put('Deleted', { ...stored, resourceVersion: this.#store.nextVersion() });
    return toPackageRevisionObject(stored);
  }

  async getPackageResources(namespace: string, name: string): Promise<PackageRevisionResourcesObject> {
    return this.packageResourcesOf(await this.getPackageRevision(namespace, name));
  }

  packageResourcesOf(revision: CachedPackageRevision): Promise<PackageRevisionResourcesObject> {
    const { key, name, uid, resourceVersion, creationTimestamp } = revision;
    const { namespace } = key.repository;
    return Promise.resolve({
      apiVersion: PORCH_API_VERSION,
      kind: 'PackageRevisionResources',
      metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
      spec: {
        packageName: key.packageName,
        workspaceName: key.workspaceName,
        repository: key.repository.name,
        resources: this.#files.get(`${namespace}/${name}`) ?? {},
      },
    });
  }

  async updatePackageResources(namespace: string, name: string, object: PackageRevisionResourcesObject) {
    const stored = await this.getPackageRevision(namespace, name);
    this.#checkVersion(PACKAGE_REVISION_RESOURCES, name, object.metadata, stored);
    this.#files.set(`${namespace}/${name}`, { ...object.spec.resources });
    const packageRevision = { ...stored, resourceVersion: this.#store.nextVersion() };
    this.#put('Modified', packageRevision);
    const contents = await this.packageResourcesOf(packageRevision);
    return { object: { ...contents, status: { renderStatus: { error: '' } } }, packageRevision };
  }

  listPackages(namespace: string | undefined): Promise<PackageObject[]> {
    const revisions = [...this.#revisions.values()];
    const names = new Map(
      revisions.map(({ key }) => [`${key.repository.namespace}/${key.repository.name}.${key.packageName}`, key]),
    );
    return Promise.resolve(
      [...names.values()]
        .filter((key) => namespace === undefined || key.repository.namespace === namespace)
        .map((key) => ({
          apiVersion: PORCH_API_VERSION,
          kind: 'PorchPackage' as const,
          metadata: { name: `${key.repository.name}.${key.packageName}`, namespace: key.repository.namespace },
          spec: { packageName: key.packageName, repository: key.repository.name },
        })),
    );
  }

  async getPackage(namespace: string, name: string): Promise<PackageObject> {
    const found = (await this.listPackages(namespace)).find(({ metadata }) => metadata.name === name);
    if (!found) throw notFound('packages.porch.kpt.dev', name);
    return found;
  }

  watchPackageRevisions(
    filter: PackageRevisionFilter,
    callback: (change: PackageRevisionChange) => boolean | void,
    signal: AbortSignal,
  ): void {
    const watcher = (change: PackageRevisionChange) => {
      if (matchesPackageRevision(filter, change.packageRevision)) callback(change);
    };
    this.#watchers.add(watcher);
    signal.addEventListener('abort', () => this.#watchers.delete(watcher), { once: true });
  }

  #metadata({
    labels,
    annotations,
    finalizers,
    ownerReferences,
    managedFields,
  }: ObjectMeta): CachedPackageRevision['metadata'] {
    const all = { labels, annotations, finalizers, ownerReferences, managedFields };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  }

  #checkVersion(resource: string, name: string, given: ObjectMeta, stored: CachedPackageRevision): void {
    if (!given.resourceVersion) throw badRequest('resourceVersion must be specified for an update');
    if (given.resourceVersion !== stored.resourceVersion) throw staleResourceVersion(resource, name, PREFIX);
  }

  #put(type: PackageRevisionChange['type'], packageRevision: CachedPackageRevision): void {
    const key = `${packageRevision.key.repository.namespace}/${packageRevision.name}`;
    const previous = this.#revisions.get(key);
    if (type === 'Deleted') this.#revisions.delete(key);
    else this.#revisions.set(key, packageRevision);
    for (const watcher of this.#watchers) watcher({ type, packageRevision, previous });
  }
}
