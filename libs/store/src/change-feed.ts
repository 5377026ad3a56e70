import { PorchError, type ResourceName } from '@porch/api';
import { type ObjectChange } from '@porch/repository';
import { filter, Observable } from 'rxjs';

/** What a feed is made of: the kept history, and what comes. */
export interface ChangeSource {
  readonly live: Observable<ObjectChange>;
  /** The next changes after a version, oldest first, at most a page. @throws PorchError Expired */
  readChanges(after: number, resource: ResourceName | undefined): Promise<readonly ObjectChange[]>;
}

export interface ChangeFeedOptions {
  readonly resource?: ResourceName;
  readonly after?: string;
}

/** History first, then what comes, without gap or repetition between them. */
export function changeFeed(source: ChangeSource, options: ChangeFeedOptions = {}): Observable<ObjectChange> {
  const { resource } = options;
  if (options.after === undefined) {
    return resource === undefined ? source.live : source.live.pipe(filter((change) => change.resource === resource));
  }
  const after = Number(options.after);
  return new Observable((subscriber) => {
    let delivered = after;
    let arrived: ObjectChange[] | undefined = [];
    const deliver = (change: ObjectChange) => {
      const version = Number(change.resourceVersion);
      if (version <= delivered) return;
      delivered = version;
      if (resource === undefined || change.resource === resource) subscriber.next(change);
    };
    subscriber.add(
      source.live.subscribe({
        next: (change) => (arrived ? arrived.push(change) : deliver(change)),
        error: (error) => subscriber.error(error),
        complete: () => subscriber.complete(),
      }),
    );
    const replay = async () => {
      for (;;) {
        const page = await source.readChanges(delivered, resource);
        if (subscriber.closed) return;
        if (page.length === 0) break;
        page.forEach(deliver);
      }
      for (let change = arrived?.shift(); change; change = arrived?.shift()) deliver(change);
      arrived = undefined;
    };
    replay().catch((error: unknown) => subscriber.error(error));
  });
}

/** @throws PorchError Expired when changes after a version are no longer all known, or the version never was */
export function checkVersionIsKept(after: number, compactedTo: number, current: number): void {
  if (after < compactedTo) {
    throw new PorchError('Expired', `too old resource version: ${after} (${compactedTo})`);
  }
  if (!(after <= current)) {
    throw new PorchError('Expired', `too large resource version: ${after}, current: ${current}`);
  }
}
