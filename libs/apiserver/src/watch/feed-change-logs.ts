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
const LOOK_BACK = 5000;

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
  const start = Math.max(0, current - LOOK_BACK);
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

/** The log of package revisions, fed by the engine's watch. Ends with the signal. */
export async function feedPackageRevisionLog(
  engine: Engine,
  capacity: number,
  context: OperationContext,
): Promise<ChangeLog<CachedPackageRevision>> {
  const early: PackageRevisionChange[] = [];
  let deliver = (change: PackageRevisionChange): void => void early.push(change);
  engine.watchPackageRevisions({}, (change) => deliver(change), context.signal);
  const { resourceVersion } = await engine.listPackageRevisions({ name: '' }, context);
  const log = new ChangeLog<CachedPackageRevision>(resourceVersion, capacity);
  deliver = ({ type, packageRevision, previous }) => {
    const version = Number(packageRevision.resourceVersion);
    if (version > Number(resourceVersion)) {
      log.append({ type, snapshot: packageRevision, previous, resourceVersion: version });
    }
  };
  early.forEach(deliver);
  return log;
}
