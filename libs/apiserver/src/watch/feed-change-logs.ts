import { isPorchError, type KubernetesObject, type ResourceName } from '@porch/api';
import { type Engine } from '@porch/engine';
import {
  type CachedPackageRevision,
  type PackageRevisionChange,
  type ObjectStore,
  type OperationContext,
} from '@porch/repository';
import { type Subscription } from 'rxjs';
import { ChangeLog } from './change-log';

/** How many versions back a restarted server looks for changes the store still keeps. */
const LOOK_BACK = 1000;

/**
 * Logs of the stored kinds, fed from the store's one change feed; every log knows how far the feed has come. Ends
 * with the signal.
 */
export async function feedStoredChangeLogs(
  store: ObjectStore,
  resources: readonly ResourceName[],
  capacity: number,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<ReadonlyMap<ResourceName, ChangeLog<KubernetesObject>>> {
  const current = Number(await store.currentResourceVersion());
  const start = Math.max(Number(await store.oldestResourceVersion()), current - LOOK_BACK);
  const logs = new Map(resources.map((name) => [name, new ChangeLog<KubernetesObject>(String(start), capacity)]));
  let progress = start;
  let subscription: Subscription | undefined;
  const follow = (after: number) => {
    if (signal.aborted) return;
    subscription = store.changes({ after: String(after) }).subscribe({
      next: ({ resource, type, object, previous, resourceVersion }) => {
        progress = Number(resourceVersion);
        logs.get(resource)?.append({ type, snapshot: object, previous, resourceVersion: progress });
        for (const log of logs.values()) log.advanceTo(progress);
      },
      error: (error: unknown) => {
        if (!isPorchError(error) || error.reason !== 'Expired') onError(error);
        void restart();
      },
    });
  };
  const restart = async () => {
    try {
      const now = Math.max(progress, Number(await store.currentResourceVersion()));
      for (const log of logs.values()) log.resetTo(now);
      progress = now;
      follow(now);
    } catch (error) {
      onError(error);
    }
  };
  follow(start);
  signal.addEventListener('abort', () => subscription?.unsubscribe(), { once: true });
  return logs;
}

/**
 * The log of package revisions: what the store still keeps, so that watches go on where they were after a restart or at
 * another server, then what the engine tells. Ends with the signal.
 */
export async function feedPackageRevisionLog(
  engine: Engine,
  capacity: number,
  context: OperationContext,
): Promise<ChangeLog<CachedPackageRevision>> {
  const early: PackageRevisionChange[] = [];
  let deliver = (change: PackageRevisionChange): void => void early.push(change);
  engine.watchPackageRevisions({}, (change) => deliver(change), context.signal);
  const { after, upTo, changes } = await engine.recentPackageRevisionChanges(Math.min(capacity, LOOK_BACK));
  const log = new ChangeLog<CachedPackageRevision>(after, capacity);
  const append = ({ type, packageRevision, previous }: PackageRevisionChange) => {
    const resourceVersion = Number(packageRevision.resourceVersion);
    log.append({ type, snapshot: packageRevision, previous, resourceVersion });
  };
  changes.forEach(append);
  log.advanceTo(Number(upTo));
  deliver = (change) => {
    if (Number(change.packageRevision.resourceVersion) > Number(upTo)) append(change);
  };
  early.forEach(deliver);
  return log;
}
