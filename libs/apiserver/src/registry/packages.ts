import { badRequest, type KubernetesObject } from '@porch/api';
import { type Engine } from '@porch/engine';
import { type OperationContext } from '@porch/repository';
import { methodNotAllowed } from '../http/request-errors';
import { PACKAGE_KIND } from '../kinds/package-kind';
import { objectMatcher, type Selectors } from '../selectors/object-matcher';
import { compareNames, cutPage } from './page';
import {
  type Deletion,
  type PageRequest,
  type ResourceBackend,
  type Selection,
  type SnapshotPage,
} from './resource-backend';

/** PorchPackages: read through the engine, never written (H-2.6). */
export class Packages implements ResourceBackend<KubernetesObject> {
  readonly #engine: Engine;

  constructor({ engine }: { engine: Engine }) {
    this.#engine = engine;
  }

  toObject(snapshot: KubernetesObject): KubernetesObject {
    return snapshot;
  }

  select(selectors: Selectors): Selection<KubernetesObject> {
    for (const { field, operator, value } of selectors.fields) {
      if (operator !== '=') throw badRequest(`unsupported fieldSelector operator "${operator}" for field "${field}"`);
      if (value === '') throw badRequest(`unsupported fieldSelector value "" for field "${field}"`);
    }
    return { matches: objectMatcher(PACKAGE_KIND, selectors) };
  }

  async get(namespace: string, name: string, context: OperationContext): Promise<KubernetesObject> {
    return await this.#engine.getPackage(namespace, name, context);
  }

  async list(
    selectors: Selectors,
    page: PageRequest,
    context: OperationContext,
  ): Promise<SnapshotPage<KubernetesObject>> {
    const selection = this.select(selectors);
    const { resourceVersion } = await this.#engine.listPackageRevisions({ name: '' }, context);
    const packages = (await this.#engine.listPackages(selectors.namespace, context)) as readonly KubernetesObject[];
    return {
      ...cutPage(
        packages.filter((object) => selection.matches(object)),
        comparePackages,
        keyOf,
        page,
      ),
      resourceVersion,
    };
  }

  create(): Promise<KubernetesObject> {
    return Promise.reject(methodNotAllowed());
  }

  update(): Promise<KubernetesObject> {
    return Promise.reject(methodNotAllowed());
  }

  delete(): Promise<Deletion> {
    return Promise.reject(methodNotAllowed());
  }
}

function comparePackages({ metadata: left }: KubernetesObject, { metadata: right }: KubernetesObject): number {
  return compareNames(left.namespace ?? '', right.namespace ?? '') || compareNames(left.name ?? '', right.name ?? '');
}

function keyOf({ metadata }: KubernetesObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}
