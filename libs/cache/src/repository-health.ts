import { isPorchError, type RepositoryObject } from '@porch/api';
import { type RepositoryHealth, type RepositoryKey, type RepositoryProblem } from '@porch/repository';
import { pendingRunOnce } from './sync-schedule';

export const RECONCILING = { state: 'Reconciling', message: 'Repository reconciliation in progress' } as const;

/** What is known of a repository before it was opened: what its status says. */
export function initialHealth(key: RepositoryKey, object: RepositoryObject, knownRevisions: number): RepositoryHealth {
  const { status } = object;
  return {
    repository: key,
    ...RECONCILING,
    packageCount: status?.packageCount ?? knownRevisions,
    branchVersion: status?.gitCommitHash,
    lastFullSyncTime: status?.lastFullSyncTime ? new Date(status.lastFullSyncTime) : undefined,
    nextFullSyncTime: undefined,
    observedGeneration: status?.observedGeneration,
    observedRunOnceAt: status?.observedRunOnceAt,
  };
}

/** After a full sync. */
export function readyHealth(
  before: RepositoryHealth,
  object: RepositoryObject,
  synced: {
    readonly now: Date;
    readonly problems: readonly RepositoryProblem[];
    readonly packageCount: number;
    readonly branchVersion: string | undefined;
  },
): RepositoryHealth {
  const once = pendingRunOnce(object.spec.sync, before.observedRunOnceAt);
  return {
    repository: before.repository,
    state: 'Ready',
    message: readyMessage(synced.problems),
    packageCount: synced.packageCount,
    branchVersion: synced.branchVersion,
    lastFullSyncTime: synced.now,
    nextFullSyncTime: undefined,
    observedGeneration: object.metadata.generation,
    observedRunOnceAt: once && once <= synced.now ? object.spec.sync?.runOnceAt : before.observedRunOnceAt,
  };
}

function readyMessage(problems: readonly RepositoryProblem[]): string {
  if (problems.length === 0) return 'Repository Ready';
  const shown = problems.slice(0, 3).map(({ subject, message }) => `${subject}: ${message}`);
  const more = problems.length > shown.length ? `; and ${problems.length - shown.length} more` : '';
  return `Repository Ready, without what could not be read: ${shown.join('; ')}${more}`;
}

export function errorMessage(error: unknown): string {
  if (isPorchError(error)) return error.message;
  return error instanceof Error ? `unexpected failure: ${error.message}` : 'unexpected failure';
}
