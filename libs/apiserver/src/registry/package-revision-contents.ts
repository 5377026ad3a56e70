import { type KubernetesObject, type PackageRevisionResourcesObject } from '@porch/api';
import { type OperationContext } from '@porch/repository';
import { packageRevisionSelection } from '../selectors/package-revision-selection';
import { type Selectors } from '../selectors/object-matcher';
import { ComposedObjects } from './composed-objects';
import { listPackageRevisions } from './list-package-revisions';
import { mapInOrder } from './map-in-order';
import { type ListRequest, type Selection, type SnapshotPage, type UpdateRequest } from './resource-backend';

const CONCURRENT_READS = 8;

/** PackageRevisionResources: the files of revisions, read and written through the engine. */
export class PackageRevisionContents extends ComposedObjects {
  /** Only lists select these objects, and the engine does it for them. */
  select(selectors: Selectors): Selection<KubernetesObject> {
    packageRevisionSelection(selectors);
    return { matches: () => true };
  }

  async get(namespace: string, name: string, context: OperationContext): Promise<KubernetesObject> {
    return await this.engine.getPackageResources(namespace, name, context);
  }

  async list(request: ListRequest): Promise<SnapshotPage<KubernetesObject>> {
    const { items, ...page } = await listPackageRevisions(this.engine, request);
    const stream = mapInOrder(items, CONCURRENT_READS, async (revision): Promise<KubernetesObject> =>
      this.engine.packageResourcesOf(revision, request.context),
    );
    return { ...page, items: [], stream };
  }

  async update(
    namespace: string,
    name: string,
    object: KubernetesObject,
    { dryRun, context }: UpdateRequest,
  ): Promise<KubernetesObject> {
    const contents = object as PackageRevisionResourcesObject;
    const result = await this.engine.updatePackageResources(namespace, name, contents, { dryRun }, context);
    return result.object;
  }
}
