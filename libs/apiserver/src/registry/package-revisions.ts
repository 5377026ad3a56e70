import {
  badRequest,
  composePackageRevisionName,
  invalidObject,
  type KubernetesObject,
  PACKAGE_REVISIONS,
  type PackageRevisionObject,
  toTimestamp,
} from '@porch/api';
import { type DeletePackageRevisionOptions, type Engine, toPackageRevisionObject } from '@porch/engine';
import {
  type CachedPackageRevision,
  type Clock,
  matchesPackageRevision,
  type ObjectStore,
  type OperationContext,
} from '@porch/repository';
import { objectsAt, textAt } from '../json/json-object';
import { withoutFields } from '../json/without-fields';
import { packageRevisionSelection } from '../selectors/package-revision-selection';
import { type Selectors } from '../selectors/object-matcher';
import { type ChangeLog } from '../watch/change-log';
import { PACKAGE_REVISION_KIND } from '../kinds/package-revision-kind';
import { trackManagedFields } from '../managed-fields/track-managed-fields';
import { listPackageRevisions } from './list-package-revisions';
import { type LocalRepositories } from './local-repositories';
import { checkNamespaceAccepts } from './namespace-check';
import { checkMayPublish, withProposer } from './proposer';
import {
  type Deletion,
  type DeleteRequest,
  type ListRequest,
  type ResourceBackend,
  type Selection,
  type SnapshotPage,
  type UpdateRequest,
  type WriteRequest,
} from './resource-backend';

export interface PackageRevisionsOptions {
  readonly engine: Engine;
  readonly store: ObjectStore;
  readonly changes: ChangeLog<CachedPackageRevision>;
  readonly localRepositories: LocalRepositories;
  readonly forbidSelfApproval: boolean;
  readonly clock: Clock;
}

/** Package revisions, read and written through the engine. */
export class PackageRevisions implements ResourceBackend<CachedPackageRevision> {
  readonly changes: ChangeLog<CachedPackageRevision>;
  readonly #engine: Engine;
  readonly #store: ObjectStore;
  readonly #localRepositories: LocalRepositories;
  readonly #forbidSelfApproval: boolean;
  readonly #clock: Clock;

  constructor(options: PackageRevisionsOptions) {
    this.changes = options.changes;
    this.#engine = options.engine;
    this.#store = options.store;
    this.#localRepositories = options.localRepositories;
    this.#forbidSelfApproval = options.forbidSelfApproval;
    this.#clock = options.clock;
  }

  toObject(revision: CachedPackageRevision): KubernetesObject {
    return toPackageRevisionObject(revision);
  }

  select(selectors: Selectors): Selection<CachedPackageRevision> {
    const selection = packageRevisionSelection(selectors);
    if ('nothing' in selection) return { matches: () => false };
    return { matches: (revision) => matchesPackageRevision(selection.filter, revision) };
  }

  get(namespace: string, name: string, context: OperationContext): Promise<CachedPackageRevision> {
    return this.#engine.getPackageRevision(namespace, name, context);
  }

  list(request: ListRequest): Promise<SnapshotPage<CachedPackageRevision>> {
    return listPackageRevisions(this.#engine, request, this.changes);
  }

  checkName(object: KubernetesObject, name: string): void {
    const { repository = '', packageName = '', workspaceName = '' } = (object as PackageRevisionObject).spec ?? {};
    const made = composePackageRevisionName({ repository, packageName, workspaceName });
    if (made !== name)
      throw badRequest(`the name of the object (${made}) does not match the name on the URL (${name})`);
  }

  async create(namespace: string, object: KubernetesObject, request: WriteRequest): Promise<KubernetesObject> {
    await checkNamespaceAccepts(this.#store, namespace, PACKAGE_REVISIONS, object);
    await this.#checkUpstreams(namespace, object, request);
    const user = request.context.user?.name ?? '';
    const noted = this.#forbidSelfApproval ? withProposer(object, undefined, user) : object;
    const revision = withSpec(noted);
    const created = await this.#engine.createPackageRevision(
      namespace,
      revision,
      { dryRun: request.dryRun },
      request.context,
    );
    const { name } = object.metadata;
    if (name && name !== created.metadata.name) {
      request.warn(
        `metadata.name ${JSON.stringify(name)} was ignored; the name is made from repository, package and workspace`,
      );
    }
    return request.dryRun ? withoutVersion(created) : created;
  }

  /** @throws PorchError Invalid for an upstream in a local repository of another namespace */
  async #checkUpstreams(namespace: string, object: KubernetesObject, { context }: WriteRequest): Promise<void> {
    for (const [index, task] of objectsAt(object, 'spec.tasks').entries()) {
      const url = textAt(task, 'clone.upstreamRef.git.repo');
      if (await this.#localRepositories.mayUse(url, namespace, context.user, 'read')) continue;
      const cause = {
        field: `spec.tasks[${index}].clone.upstreamRef.git.repo`,
        reason: 'FieldValueForbidden',
        message: 'Forbidden: this namespace may not use this local repository',
      };
      throw invalidObject(PACKAGE_REVISION_KIND.kind, PACKAGE_REVISION_KIND.group, object.metadata.name ?? '', [cause]);
    }
  }

  async update(
    namespace: string,
    name: string,
    object: KubernetesObject,
    request: UpdateRequest,
  ): Promise<KubernetesObject> {
    const { dryRun, context, subresource } = request;
    const source = subresource === 'approval' ? 'approval' : 'update';
    const stored = this.toObject(await this.get(namespace, name, context));
    const next = this.#withOwnership(this.#withProposer(object, stored, request), stored, request);
    const revision = withSpec(next);
    const updated = await this.#engine.updatePackageRevision(namespace, name, revision, { source, dryRun }, context);
    return updated;
  }

  #withProposer(object: KubernetesObject, stored: KubernetesObject, { context }: UpdateRequest): KubernetesObject {
    if (!this.#forbidSelfApproval) return object;
    const user = context.user?.name ?? '';
    checkMayPublish(object, stored, user);
    return withProposer(object, stored, user);
  }

  /** Ownership of fields is tracked from the first apply on; before that nobody asked for it. */
  #withOwnership(object: KubernetesObject, stored: KubernetesObject, request: UpdateRequest): KubernetesObject {
    if (request.fieldManager.operation === 'Apply' || !stored.metadata.managedFields?.length) return object;
    const now = toTimestamp(this.#clock.now());
    return trackManagedFields(PACKAGE_REVISION_KIND, object, stored, request.fieldManager, request.subresource, now);
  }

  async delete(namespace: string, name: string, request: DeleteRequest): Promise<Deletion> {
    const { dryRun, preconditions, context, propagationPolicy } = request;
    const options = { dryRun, preconditions };
    if (propagationPolicy === 'Background' || dryRun) return this.#delete(namespace, name, options, context);
    // A deletion that will be refused must not leave a finalizer behind; one that will not changes the version.
    await this.#engine.deletePackageRevision(namespace, name, { ...options, dryRun: true }, context);
    await this.#holdForDependents(namespace, name, request);
    const { uid } = preconditions;
    return this.#delete(namespace, name, uid === undefined ? {} : { preconditions: { uid } }, context);
  }

  async #delete(
    namespace: string,
    name: string,
    options: DeletePackageRevisionOptions,
    context: OperationContext,
  ): Promise<Deletion> {
    const deleted = await this.#engine.deletePackageRevision(namespace, name, options, context);
    const object = deleted as KubernetesObject;
    return { object, removed: !object.metadata.deletionTimestamp };
  }

  /** The garbage collector deletes or orphans the dependents first, then takes this finalizer away. */
  async #holdForDependents(namespace: string, name: string, request: DeleteRequest): Promise<void> {
    const current = this.toObject(await this.get(namespace, name, request.context));
    const finalizer = request.propagationPolicy === 'Foreground' ? 'foregroundDeletion' : 'orphan';
    const finalizers = current.metadata.finalizers ?? [];
    if (finalizers.includes(finalizer)) return;
    const held = { ...current, metadata: { ...current.metadata, finalizers: [...finalizers, finalizer] } };
    await this.#engine.updatePackageRevision(
      namespace,
      name,
      held as PackageRevisionObject,
      { source: 'update' },
      request.context,
    );
  }
}

/** A body without spec says what one with an empty spec says, as where Kubernetes decodes it into a Go struct. */
function withSpec(object: KubernetesObject): PackageRevisionObject {
  return object['spec'] === undefined
    ? ({ ...object, spec: {} } as PackageRevisionObject)
    : (object as PackageRevisionObject);
}

/** What was not stored has no version, as in Kubernetes. */
function withoutVersion(object: KubernetesObject): KubernetesObject {
  return { ...object, metadata: withoutFields(object.metadata, 'resourceVersion') };
}
