import { type KubernetesObject, type ResourceName } from '@porch/api';
import { type ObjectPreconditions, type ObjectWrite } from '@porch/repository';

/** A store's writes of one object: transactions of one write. */
export abstract class SingleWrites {
  abstract transaction(writes: readonly ObjectWrite[]): Promise<readonly KubernetesObject[]>;

  create(resource: ResourceName, object: KubernetesObject): Promise<KubernetesObject> {
    return this.write({ operation: 'create', resource, object });
  }

  update(
    resource: ResourceName,
    object: KubernetesObject,
    preconditions: ObjectPreconditions = {},
  ): Promise<KubernetesObject> {
    return this.write({ operation: 'update', resource, object, preconditions });
  }

  delete(
    resource: ResourceName,
    namespace: string,
    name: string,
    preconditions: ObjectPreconditions = {},
  ): Promise<KubernetesObject> {
    return this.write({ operation: 'delete', resource, namespace, name, preconditions });
  }

  private async write(write: ObjectWrite): Promise<KubernetesObject> {
    const [stored] = await this.transaction([write]);
    return stored as KubernetesObject;
  }
}
