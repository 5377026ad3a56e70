import { type PackageRevisionLifecycle, type Task } from '@porch/api';
import { backgroundContext } from '../operation-context';
import { type PackageResources } from '../package-resources';
import { type PackageRevision } from '../package-revision';
import { type Repository } from '../repository';
import { samplePackage } from './sample-package';

/** A repository under test. Its remote is empty apart from a branch called `main`. */
export interface RepositoryFixture {
  readonly repository: Repository;
  /** Another client of the same remote, where the implementation can have several. */
  readonly other?: Repository;
  /** Numbers publications itself and ignores the ones it is given, as the cache does. */
  readonly assignsRevisions?: boolean;
  dispose(): Promise<void>;
}

const INIT: Task = { type: 'init', init: { description: 'sample' } };
const EDIT: Task = { type: 'push' };

/** The steps of a package revision's life, as the engine would take them. */
export class RepositorySteps {
  readonly context = backgroundContext();

  constructor(readonly repository: Repository) {}

  async create(
    packageName: string,
    workspaceName: string,
    resources: PackageResources = samplePackage(packageName.split('/').at(-1) ?? packageName),
  ): Promise<PackageRevision> {
    const key = { repository: this.repository.key, packageName, workspaceName };
    const draft = await this.repository.createPackageRevisionDraft(key, this.context);
    await draft.updateResources(resources, INIT, this.context);
    return this.repository.closePackageRevisionDraft(draft, {}, this.context);
  }

  async push(revision: PackageRevision, resources: PackageResources): Promise<PackageRevision> {
    const draft = await this.repository.updatePackageRevision(revision, this.context);
    await draft.updateResources(resources, EDIT, this.context);
    return this.repository.closePackageRevisionDraft(draft, {}, this.context);
  }

  async move(
    revision: PackageRevision,
    lifecycle: PackageRevisionLifecycle,
    number?: number,
  ): Promise<PackageRevision> {
    const draft = await this.repository.updatePackageRevision(revision, this.context);
    draft.updateLifecycle(lifecycle);
    const options = number === undefined ? {} : { revision: number };
    return this.repository.closePackageRevisionDraft(draft, options, this.context);
  }

  propose(revision: PackageRevision): Promise<PackageRevision> {
    return this.move(revision, 'Proposed');
  }

  approve(revision: PackageRevision, number: number): Promise<PackageRevision> {
    return this.move(revision, 'Published', number);
  }

  async publish(packageName: string, workspaceName: string, number: number, value = 'one'): Promise<PackageRevision> {
    const draft = await this.create(packageName, workspaceName, samplePackage('sample', value));
    return this.approve(await this.propose(draft), number);
  }

  /** Publishes what was not stored as a draft before. */
  async publishAtOnce(packageName: string, workspaceName: string, number: number): Promise<PackageRevision> {
    const key = { repository: this.repository.key, packageName, workspaceName };
    const draft = await this.repository.createPackageRevisionDraft(key, this.context);
    await draft.updateResources(samplePackage('sample'), INIT, this.context);
    draft.updateLifecycle('Published');
    return this.repository.closePackageRevisionDraft(draft, { revision: number }, this.context);
  }

  proposeDeletion(revision: PackageRevision): Promise<PackageRevision> {
    return this.repository.updateLifecycle(revision, 'DeletionProposed', this.context);
  }

  list(packageName?: string): Promise<readonly PackageRevision[]> {
    return this.repository.listPackageRevisions(packageName === undefined ? {} : { packageName }, this.context);
  }

  async find(packageName: string, workspaceName: string): Promise<PackageRevision | undefined> {
    return (await this.repository.listPackageRevisions({ packageName, workspaceName }, this.context))[0];
  }

  async placeholder(packageName: string): Promise<PackageRevision | undefined> {
    return (await this.list(packageName)).find((revision) => revision.kind === 'placeholder');
  }

  async text(revision: PackageRevision, path = 'config.yaml'): Promise<string | undefined> {
    const file = (await revision.getResources(this.context)).get(path);
    return file && Buffer.from(file.content).toString('utf8');
  }
}

/** How a list of operations ended: how many did it, and why the others did not. */
export async function outcomes(operations: readonly Promise<unknown>[]): Promise<{ won: number; reasons: unknown[] }> {
  const settled = await Promise.allSettled(operations);
  return {
    won: settled.filter(({ status }) => status === 'fulfilled').length,
    reasons: settled.flatMap((result) =>
      result.status === 'rejected' ? [(result.reason as { reason?: unknown }).reason] : [],
    ),
  };
}
