import { conflict, PACKAGE_REVISIONS } from '@porch/api';
import { type OperationContext, type PackageRevision, packageRevisionName, type Repository } from '@porch/repository';

/** Finds a repository's own snapshot of a revision: what its compare-and-swap compares with. */
export class SnapshotResolver {
  constructor(private readonly inner: Repository) {}

  /** As far as the repository was read; undefined when it does not know the revision as it was read. */
  async find(revision: PackageRevision, context: OperationContext): Promise<PackageRevision | undefined> {
    const { packageName, workspaceName } = revision.key;
    const candidates = await this.inner.listPackageRevisions({ packageName, workspaceName }, context);
    return candidates.find(
      (candidate) =>
        candidate.contentVersion === revision.contentVersion &&
        candidate.kind === revision.kind &&
        candidate.lifecycle === revision.lifecycle,
    );
  }

  /** @throws PorchError Conflict when the revision is not there any more as it was read */
  async resolve(revision: PackageRevision, context: OperationContext): Promise<PackageRevision> {
    const found = (await this.find(revision, context)) ?? (await this.findAfterRefresh(revision, context));
    if (found) return found;
    const why = 'it was changed or removed in the repository since it was read; read it again';
    throw conflict(PACKAGE_REVISIONS, packageRevisionName(revision.key), why);
  }

  /** Another server may have written it. */
  private async findAfterRefresh(
    revision: PackageRevision,
    context: OperationContext,
  ): Promise<PackageRevision | undefined> {
    await this.inner.refresh(context);
    return this.find(revision, context);
  }
}
