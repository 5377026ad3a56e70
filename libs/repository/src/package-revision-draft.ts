import { type PackageRevisionLifecycle, type Task } from '@porch/api';
import { type OperationContext } from './operation-context';
import { type PackageResources } from './package-resources';
import { type PackageRevision } from './package-revision';
import { type PackageRevisionKey } from './keys';

/**
 * A mutable workspace, isolated until it is closed: nobody sees it, no ref points at it, dropping it leaves nothing.
 */
export interface PackageRevisionDraft {
  readonly key: PackageRevisionKey;
  /** The revision it was opened from; undefined for a new one. */
  readonly base: PackageRevision | undefined;
  readonly lifecycle: PackageRevisionLifecycle;
  /** The draft's own contents so far; empty for a new one. */
  getResources(context: OperationContext): Promise<PackageResources>;
  /**
   * Replaces the whole file set and records why. Each call becomes one commit when the draft is closed.
   * @throws PorchError Invalid when the root has no Kptfile or a path is not one a package may hold
   */
  updateResources(resources: PackageResources, task: Task, context: OperationContext): Promise<void>;
  updateLifecycle(lifecycle: PackageRevisionLifecycle): void;
}
