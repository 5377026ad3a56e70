import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type KubernetesObject, REPOSITORIES } from '@porch/api';
import { type ObjectStore, type UserInfo } from '@porch/repository';
import { type Authorizer } from '../auth/authorizer';
import { textAt } from '../json/json-object';
import { REPOSITORY_KIND } from '../kinds/repository-kind';

/** Where a `file:` address leads on the server's machine; undefined for any other address. */
export type LocalPathOf = (url: string) => string | undefined;

export interface LocalRepositoriesOptions {
  readonly store: ObjectStore;
  readonly authorizer: Authorizer;
  /** Should follow links; without it paths are taken as they are written. */
  readonly localPathOf?: LocalPathOf | undefined;
  /** Namespaces whose packages every namespace may read. */
  readonly sharedUpstreamNamespaces?: readonly string[] | undefined;
}

/**
 * Who may use which repository in a directory of the server's machine. There are no credentials to tell, so a namespace
 * that registered such a repository has it for itself: it is closed to everybody who may not read that registration.
 */
export class LocalRepositories {
  constructor(private readonly options: LocalRepositoriesOptions) {}

  /** Whether a user may bring an address into a namespace: to register it, or only to read packages from it. */
  async mayUse(
    url: string,
    namespace: string,
    user: UserInfo | undefined,
    purpose: 'register' | 'read',
  ): Promise<boolean> {
    const pathOf = this.options.localPathOf ?? localPathOf;
    const path = pathOf(url);
    if (path === undefined) return true;
    const { items } = await this.options.store.list(REPOSITORIES);
    const registered = items.filter((item) => {
      const other = pathOf(textAt(item, 'spec.git.repo'));
      return other !== undefined && (isWithin(other, path) || isWithin(path, other));
    });
    if (registered.length === 0) return true;
    for (const repository of registered) {
      if (await this.#mayRead(repository, namespace, user, purpose)) return true;
    }
    return false;
  }

  async #mayRead(
    { metadata }: KubernetesObject,
    within: string,
    user: UserInfo | undefined,
    purpose: 'register' | 'read',
  ): Promise<boolean> {
    const { namespace = '', name = '' } = metadata;
    if (namespace === within) return true;
    if (purpose === 'read' && this.options.sharedUpstreamNamespaces?.includes(namespace)) return true;
    if (user === undefined) return false;
    const { group, plural } = REPOSITORY_KIND;
    const attributes = { user, verb: 'get', group, resource: plural, subresource: undefined, namespace, name };
    return (await this.options.authorizer.authorize(attributes)).allowed;
  }
}

const localPathOf: LocalPathOf = (url) => {
  if (!/^file:/i.test(url)) return undefined;
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
};

/** Whether a path is another or lies below it. */
function isWithin(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way);
}
