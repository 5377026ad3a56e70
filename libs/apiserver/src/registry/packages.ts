import { badRequest, type KubernetesObject } from '@porch/api';
import { type OperationContext } from '@porch/repository';
import { methodNotAllowed } from '../http/request-errors';
import { PACKAGE_KIND } from '../kinds/package-kind';
import { objectMatcher, type Selectors } from '../selectors/object-matcher';
import { ComposedObjects } from './composed-objects';
import { compareListedNames, cutPage, type ListedName } from './page';
import { type ListRequest, type Selection, type SnapshotPage } from './resource-backend';

/** PorchPackages: read through the engine, never written (H-2.6). */
export class Packages extends ComposedObjects {
  select(selectors: Selectors): Selection<KubernetesObject> {
    for (const { field, operator, value } of selectors.fields) {
      if (operator !== '=') throw badRequest(`unsupported fieldSelector operator "${operator}" for field "${field}"`);
      if (value === '') throw badRequest(`unsupported fieldSelector value "" for field "${field}"`);
    }
    return { matches: objectMatcher(PACKAGE_KIND, selectors) };
  }

  async get(namespace: string, name: string, context: OperationContext): Promise<KubernetesObject> {
    return await this.engine.getPackage(namespace, name, context);
  }

  async list({ selectors, context, ...page }: ListRequest): Promise<SnapshotPage<KubernetesObject>> {
    const selection = this.select(selectors);
    const { resourceVersion } = await this.engine.listPackageRevisions({ name: '' }, context);
    const packages = (await this.engine.listPackages(selectors.namespace, context)) as readonly KubernetesObject[];
    const selected = packages
      .filter((object) => selection.matches(object))
      .sort((left, right) => compareListedNames(nameOf(left), nameOf(right)));
    return { ...cutPage(selected, nameOf, page), resourceVersion };
  }

  update(): Promise<KubernetesObject> {
    return Promise.reject(methodNotAllowed());
  }
}

function nameOf({ metadata: { namespace = '', name = '' } }: KubernetesObject): ListedName {
  return { namespace, name };
}
