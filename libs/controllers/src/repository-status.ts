import { type MetaCondition, type RepositoryObject, type RepositoryStatus, toTimestamp } from '@porch/api';
import { type RepositoryHealth } from '@porch/repository';

/**
 * A Repository with the status its health calls for (E-5.5); undefined when it has it already. A `runOnceAt` that was
 * carried out is taken out of the specification, which is a generation of its own. A repository that is Ready stays so
 * while it is looked at again.
 */
export function withHealth(
  object: RepositoryObject,
  health: RepositoryHealth,
  now: Date,
): RepositoryObject | undefined {
  if (health.state === 'Reconciling' && isReady(object)) return undefined;
  const spec = withoutCarriedOutRun(object, health);
  const generation = (object.metadata.generation ?? 1) + (spec === object.spec ? 0 : 1);
  const status = statusOf(object, health, spec === object.spec ? health.observedGeneration : generation, now);
  if (spec === object.spec && JSON.stringify(status) === JSON.stringify(object.status)) return undefined;
  return { ...object, metadata: { ...object.metadata, generation }, spec, status };
}

function isReady(object: RepositoryObject): boolean {
  const { conditions = [], observedGeneration } = object.status ?? {};
  const ready = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  return ready && observedGeneration === object.metadata.generation;
}

function withoutCarriedOutRun(object: RepositoryObject, health: RepositoryHealth): RepositoryObject['spec'] {
  const { spec } = object;
  const { runOnceAt, ...sync } = spec.sync ?? {};
  if (health.state !== 'Ready' || runOnceAt === undefined || health.observedRunOnceAt !== runOnceAt) return spec;
  return Object.keys(sync).length === 0 ? omitSync(spec) : { ...spec, sync };
}

function omitSync(spec: RepositoryObject['spec']): RepositoryObject['spec'] {
  const copy = { ...spec };
  delete copy.sync;
  return copy;
}

function statusOf(
  object: RepositoryObject,
  health: RepositoryHealth,
  observedGeneration: number | undefined,
  now: Date,
): RepositoryStatus {
  const before = object.status ?? {};
  const others = (before.conditions ?? []).filter(({ type }) => type !== 'Ready');
  const time = (date: Date | undefined) => (date ? toTimestamp(date) : undefined);
  return dropUndefined({
    conditions: [...others, readyCondition(before, health, observedGeneration, now)],
    lastFullSyncTime: time(health.lastFullSyncTime) ?? before.lastFullSyncTime,
    nextFullSyncTime: time(health.nextFullSyncTime) ?? before.nextFullSyncTime,
    observedRunOnceAt: health.observedRunOnceAt ?? before.observedRunOnceAt,
    observedGeneration: observedGeneration ?? before.observedGeneration,
    packageCount: health.packageCount,
    gitCommitHash: health.branchVersion ?? before.gitCommitHash,
  });
}

function readyCondition(
  before: RepositoryStatus,
  health: RepositoryHealth,
  observedGeneration: number | undefined,
  now: Date,
): MetaCondition {
  const status = health.state === 'Ready' ? 'True' : 'False';
  const previous = before.conditions?.find(({ type }) => type === 'Ready');
  return {
    type: 'Ready',
    status,
    reason: health.state,
    message: health.message,
    lastTransitionTime: previous?.status === status ? previous.lastTransitionTime : toTimestamp(now),
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
  };
}

function dropUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}
