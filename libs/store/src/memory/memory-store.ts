import { type KubernetesObject, type ResourceName } from '@porch/api';
import {
  type Clock,
  type ObjectChange,
  type ObjectList,
  type ObjectListOptions,
  type ObjectStore,
  type ObjectWrite,
  systemClock,
} from '@porch/repository';
import { type Observable } from 'rxjs';
import { changeFeed, type ChangeFeedOptions, checkVersionIsKept } from '../change-feed';
import { ChangeHub } from '../change-hub';
import { continueToken, keyText, type ObjectKey } from '../object-key';
import { SingleWrites } from '../single-writes';
import {
  FIRST_RESOURCE_VERSION,
  keyOfWrite,
  type PlannedChange,
  planWrites,
  type StoredObject,
  toObject,
  toObjectChange,
} from '../write-plan';
import { MemoryLeases } from './memory-leases';
import { MemoryTable } from './memory-table';

const PAGE_OF_CHANGES = 500;

export interface MemoryStoreOptions {
  readonly clock?: Clock;
  /** How many changes stay readable for those who come late; older ones are forgotten. 10,000 unless told. */
  readonly changesKept?: number;
}

/** A store that lives and dies with its process. */
export function createMemoryStore(options: MemoryStoreOptions = {}): ObjectStore {
  return new MemoryStore(options.clock ?? systemClock, options.changesKept ?? 10_000);
}

class MemoryStore extends SingleWrites implements ObjectStore {
  readonly #tables = new Map<ResourceName, MemoryTable>();
  readonly #leases: MemoryLeases;
  readonly #hub = new ChangeHub(FIRST_RESOURCE_VERSION);
  #log: PlannedChange[] = [];
  #version = FIRST_RESOURCE_VERSION;
  #compactedTo = FIRST_RESOURCE_VERSION;

  constructor(
    clock: Clock,
    private readonly changesKept: number,
  ) {
    super();
    this.#leases = new MemoryLeases(clock);
  }

  get(resource: ResourceName, namespace: string, name: string): Promise<KubernetesObject | undefined> {
    const stored = this.table(resource).get({ resource, namespace, name });
    return Promise.resolve(stored && toObject(stored));
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- a bad token must reject, not throw
  async list(resource: ResourceName, options: ObjectListOptions = {}): Promise<ObjectList> {
    const selected = this.table(resource).select(options);
    const page = selected.slice(0, options.limit ?? selected.length);
    const last = page.at(-1);
    return {
      items: page.map(toObject),
      resourceVersion: String(this.#version),
      ...(last && page.length < selected.length
        ? { continueAfter: continueToken(last.key), remainingItemCount: selected.length - page.length }
        : {}),
    };
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- an unmet precondition must reject, not throw
  async transaction(writes: readonly ObjectWrite[]): Promise<readonly KubernetesObject[]> {
    const changes = planWrites(writes, this.current(writes.map(keyOfWrite)), this.#version + 1);
    for (const { type, key, stored } of changes) {
      if (type === 'Deleted') this.table(key.resource).remove(key);
      else this.table(key.resource).put(stored);
    }
    this.#version += changes.length;
    this.#log.push(...changes);
    this.forgetOldChanges();
    this.#hub.publish(changes.map(toObjectChange));
    return changes.map(({ stored }) => toObject(stored));
  }

  currentResourceVersion(): Promise<string> {
    return Promise.resolve(String(this.#version));
  }

  oldestResourceVersion(): Promise<string> {
    return Promise.resolve(String(this.#compactedTo));
  }

  changes(options?: ChangeFeedOptions): Observable<ObjectChange> {
    return changeFeed({ live: this.#hub.live, readChanges: (...request) => this.readChanges(...request) }, options);
  }

  compact(upTo: string): Promise<void> {
    this.#compactedTo = Math.min(Math.max(this.#compactedTo, Number(upTo)), this.#version);
    this.#log = this.#log.filter(({ resourceVersion }) => resourceVersion > this.#compactedTo);
    return Promise.resolve();
  }

  acquireLease(name: string, holder: string, durationMilliseconds: number): Promise<boolean> {
    return Promise.resolve(this.#leases.acquire(name, holder, durationMilliseconds));
  }

  releaseLease(name: string, holder: string): Promise<void> {
    this.#leases.release(name, holder);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#hub.complete();
    return Promise.resolve();
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- an expired version must reject, not throw
  private async readChanges(after: number, resource: ResourceName | undefined): Promise<readonly ObjectChange[]> {
    checkVersionIsKept(after, this.#compactedTo, this.#version);
    const from = this.#log.length - (this.#version - after);
    const page: ObjectChange[] = [];
    for (let at = Math.max(0, from); at < this.#log.length && page.length < PAGE_OF_CHANGES; at += 1) {
      const change = this.#log[at];
      if (change && (resource === undefined || change.key.resource === resource)) page.push(toObjectChange(change));
    }
    return page;
  }

  private forgetOldChanges(): void {
    if (this.#log.length < this.changesKept * 2) return;
    this.#log = this.#log.slice(-this.changesKept);
    this.#compactedTo = this.#version - this.#log.length;
  }

  private current(keys: readonly ObjectKey[]): Map<string, StoredObject> {
    const current = new Map<string, StoredObject>();
    for (const key of keys) {
      const stored = this.table(key.resource).get(key);
      if (stored) current.set(keyText(key), stored);
    }
    return current;
  }

  private table(resource: ResourceName): MemoryTable {
    const table = this.#tables.get(resource) ?? new MemoryTable();
    this.#tables.set(resource, table);
    return table;
  }
}
