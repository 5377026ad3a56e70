import { isPorchError } from '@porch/api';
import { type OperationContext, type PackageKey } from '@porch/repository';

/** Refusals by which a repository says that it is not as the caller thought. */
const DIFFERENCES: ReadonlySet<string> = new Set(['Conflict', 'AlreadyExists', 'NotFound']);

export interface RowsBehindParts {
  /** Brings the rows of a package up to date, for the holder of its lock. */
  readonly syncPackage: (packageName: string, context: OperationContext) => Promise<unknown>;
  /** Somebody else changed the repository: look at it soon. */
  readonly noticeOutsideChange: () => void;
}

/** Lets rows follow a repository that turns out to have something else than they say. */
export class RowsBehind {
  constructor(private readonly parts: RowsBehindParts) {}

  /**
   * Does something in the repository, for the holder of the package's lock. When the repository refuses because it has
   * something else, the rows follow before the caller is told, so that whoever reads again reads what is there.
   */
  async catchUpAfter<T>(key: PackageKey, context: OperationContext, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isPorchError(error) && DIFFERENCES.has(error.reason)) await this.catchUp(key, context);
      throw error;
    }
  }

  private async catchUp({ packageName }: PackageKey, context: OperationContext): Promise<void> {
    try {
      await this.parts.syncPackage(packageName, context);
    } catch {
      this.parts.noticeOutsideChange();
    }
  }
}
