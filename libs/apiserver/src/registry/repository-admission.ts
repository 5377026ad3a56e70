import { type KubernetesObject, PorchError, REPOSITORIES } from '@porch/api';
import { type ObjectStore, type UserInfo } from '@porch/repository';
import { type Authorizer } from '../auth/authorizer';
import { textAt } from '../json/json-object';
import { type FieldCause } from '../kinds/resource-kind';
import { REPOSITORY_KIND } from '../kinds/repository-kind';
import { type LocalRepositories } from './local-repositories';
import { findConflict } from './repository-conflict';
import { type Admission } from './stored-objects';

export interface RepositoryAdmissionOptions {
  readonly store: ObjectStore;
  readonly authorizer: Authorizer;
  readonly localRepositories: LocalRepositories;
  readonly validate: ((object: KubernetesObject) => readonly FieldCause[]) | undefined;
}

/**
 * What Porch's admission webhook refuses (H-2.7), with its text, and what the server's own rules refuse. The other
 * repository is named to those who may read it; for others the text says only that there is one.
 */
export function createRepositoryAdmission(options: RepositoryAdmissionOptions): Admission {
  const { store, authorizer, localRepositories, validate } = options;
  return async (object, previous, { user }) => {
    if (previous !== undefined && placeOf(previous) === placeOf(object)) return [];
    const causes = validate?.(object) ?? [];
    if (causes.length > 0) return causes;
    const url = textAt(object, 'spec.git.repo');
    if (!(await localRepositories.mayUse(url, object.metadata.namespace ?? '', user, 'register'))) return [NOT_YOURS];
    const { items } = await store.list(REPOSITORIES);
    const other = findConflict(object, items);
    if (other !== undefined) throw repositoryConflict(await nameFor(user, other, object, authorizer));
    return [];
  };
}

const NOT_YOURS: FieldCause = {
  field: 'spec.git.repo',
  reason: 'FieldValueForbidden',
  message: 'Forbidden: this namespace may not use this local repository',
};

function placeOf(object: KubernetesObject): string {
  return JSON.stringify(['repo', 'branch', 'directory'].map((field) => textAt(object, `spec.git.${field}`)));
}

function repositoryConflict(name: string): PorchError {
  return new PorchError(
    'RepositoryConflict',
    `admission webhook "porchrepositorywebhook.nephio.org" denied the request: Repository conflict with existing repository: ${name}`,
  );
}

async function nameFor(
  user: UserInfo | undefined,
  other: KubernetesObject,
  object: KubernetesObject,
  authorizer: Authorizer,
): Promise<string> {
  const { namespace = '', name = '' } = other.metadata;
  const { group, plural } = REPOSITORY_KIND;
  const mayRead =
    namespace === object.metadata.namespace ||
    (user !== undefined &&
      (
        await authorizer.authorize({
          user,
          verb: 'get',
          group,
          resource: plural,
          subresource: undefined,
          namespace,
          name,
        })
      ).allowed);
  return mayRead ? `${namespace}/${name}` : 'in another namespace';
}
