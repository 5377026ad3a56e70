import { type KubernetesObject } from '@porch/api';
import { type Engine } from '@porch/engine';
import { type OperationContext } from '@porch/repository';
import { methodNotAllowed } from '../http/request-errors';
import { type Selectors } from '../selectors/object-matcher';
import {
  type Deletion,
  type ListRequest,
  type ResourceBackend,
  type Selection,
  type SnapshotPage,
  type UpdateRequest,
} from './resource-backend';

/** Objects that the engine composes of package revisions when they are read. Clients neither create nor delete them. */
export abstract class ComposedObjects implements ResourceBackend<KubernetesObject> {
  protected readonly engine: Engine;

  constructor({ engine }: { readonly engine: Engine }) {
    this.engine = engine;
  }

  abstract select(selectors: Selectors): Selection<KubernetesObject>;
  abstract get(namespace: string, name: string, context: OperationContext): Promise<KubernetesObject>;
  abstract list(request: ListRequest): Promise<SnapshotPage<KubernetesObject>>;
  abstract update(
    namespace: string,
    name: string,
    object: KubernetesObject,
    request: UpdateRequest,
  ): Promise<KubernetesObject>;

  toObject(snapshot: KubernetesObject): KubernetesObject {
    return snapshot;
  }

  create(): Promise<KubernetesObject> {
    return Promise.reject(methodNotAllowed());
  }

  delete(): Promise<Deletion> {
    return Promise.reject(methodNotAllowed());
  }
}
