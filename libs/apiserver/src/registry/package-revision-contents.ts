import { type KubernetesObject, type PackageRevisionResourcesObject } from '@porch/api';
import { type Engine } from '@porch/engine';
import { type CachedPackageRevision, type OperationContext } from '@porch/repository';
import { methodNotAllowed } from '../http/request-errors';
import { packageRevisionSelection } from '../selectors/package-revision-selection';
import { type Selectors } from '../selectors/object-matcher';
import { mapInOrder } from './map-in-order';
import { compareRevisions, keyOf } from './package-revisions';
import { cutPage } from './page';
import {
  type Deletion,
  type PageRequest,
  type ResourceBackend,
  type Selection,
  type SnapshotPage,
  type UpdateRequest,
} from './resource-backend';

const CONCURRENT_READS = 8;

/** PackageRevisionResources: the files of revisions, read and written through the engine. */
export class PackageRevisionContents implements ResourceBackend<KubernetesObject> {
  readonly #engine: Engine;

  constructor({ engine }: { engine: Engine }) {
    this.#engine = engine;
  }

  toObject(snapshot: KubernetesObject): KubernetesObject {
    return snapshot;
  }

  /** Only lists select these objects, and the engine does it for them. */
  select(selectors: Selectors): Selection<KubernetesObject> {
    packageRevisionSelection(selectors);
    return { matches: () => true };
  }

  async get(namespace: string, name: string, context: OperationContext): Promise<KubernetesObject> {
    return await this.#engine.getPackageResources(namespace, name, context);
  }

  async list(
    selectors: Selectors,
    page: PageRequest,
    context: OperationContext,
  ): Promise<SnapshotPage<KubernetesObject>> {
    const selection = packageRevisionSelection(selectors);
    const filter = 'nothing' in selection ? { name: '' } : selection.filter;
    const snapshot = await this.#engine.listPackageRevisions(filter, context);
    const { items, ...rest } = cutPage(snapshot.items, compareRevisions, keyOf, page);
    const stream = mapInOrder(items, CONCURRENT_READS, (revision) => this.#contentsOf(revision, context));
    return { ...rest, items: [], stream, resourceVersion: snapshot.resourceVersion };
  }

  async #contentsOf(revision: CachedPackageRevision, context: OperationContext): Promise<KubernetesObject> {
    return this.#engine.packageResourcesOf(revision, context);
  }

  create(): Promise<KubernetesObject> {
    return Promise.reject(methodNotAllowed());
  }

  async update(
    namespace: string,
    name: string,
    object: KubernetesObject,
    { dryRun, context }: UpdateRequest,
  ): Promise<KubernetesObject> {
    const contents = object as PackageRevisionResourcesObject;
    const result = await this.#engine.updatePackageResources(namespace, name, contents, { dryRun }, context);
    return result.object;
  }

  delete(): Promise<Deletion> {
    return Promise.reject(methodNotAllowed());
  }
}
