import { isPorchError, type KubernetesObject, type ResourceName } from '@porch/api';
import {
  failpoint,
  type ObjectChange,
  type ObjectList,
  type ObjectListOptions,
  type ObjectStore,
  type ObjectWrite,
} from '@porch/repository';
import { type Kysely } from 'kysely';
import { type Observable } from 'rxjs';
import { changeFeed, type ChangeFeedOptions } from '../change-feed';
import { type ChangeHub } from '../change-hub';
import { SingleWrites } from '../single-writes';
import { keyOfWrite, type PlannedChange, toObject, toObjectChange } from '../write-plan';
import { ChangeLog } from './change-log';
import { type ContentCodec } from './content-codec';
import { databaseError } from './database-error';
import { LeaseTable } from './lease-table';
import { ObjectReader, readCounter } from './object-reader';
import { ObjectWriter } from './object-writer';
import { RowCodec } from './row-codec';
import { type StoreDatabase } from './schema';
import { type SqlDialect } from './sql-dialect';

const COMPACT_EVERY = 2000;

export interface SqlStoreParts {
  readonly database: Kysely<StoreDatabase>;
  readonly dialect: SqlDialect;
  readonly content: ContentCodec;
  readonly hub: ChangeHub;
  readonly changesKept: number;
  /** Resolves when everything that was committed before survives a power cut. */
  readonly flush: () => Promise<void>;
  /** Resolves when the hub has been told everything up to a version that is committed. */
  readonly announced: (changes: readonly ObjectChange[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Stored objects in a database, whichever it is. */
export class SqlStore extends SingleWrites implements ObjectStore {
  readonly #reader: ObjectReader;
  readonly #writer: ObjectWriter;
  readonly #log: ChangeLog;
  readonly #leases: LeaseTable;
  #writesSinceCompaction = 0;
  /** Transactions that may be committed and not yet flushed. */
  #unflushed = 0;

  constructor(private readonly parts: SqlStoreParts) {
    super();
    const { dialect } = parts;
    const codec = new RowCodec(parts.content);
    this.#reader = new ObjectReader(codec, dialect.maximumParameters);
    this.#writer = new ObjectWriter(dialect, this.#reader, codec);
    this.#log = new ChangeLog(dialect, codec);
    this.#leases = new LeaseTable(dialect);
  }

  get(resource: ResourceName, namespace: string, name: string): Promise<KubernetesObject | undefined> {
    return this.asking('read', (database) => this.#reader.get(database, { resource, namespace, name }));
  }

  list(resource: ResourceName, options: ObjectListOptions = {}): Promise<ObjectList> {
    return this.asking('read', (database) =>
      this.parts.dialect.snapshot(database, (transaction) => this.#reader.list(transaction, resource, options)),
    );
  }

  async transaction(writes: readonly ObjectWrite[]): Promise<readonly KubernetesObject[]> {
    if (writes.length === 0) return [];
    writes.forEach(keyOfWrite);
    failpoint('store.before');
    this.#unflushed += 1;
    try {
      const changes = await this.asking('write', (database) => this.#writer.write(database, writes));
      failpoint('store.after');
      await this.flushAndAnnounce(changes.map(toObjectChange));
      await this.forgetOldChanges(changes);
      return changes.map(({ stored }) => toObject(stored));
    } finally {
      this.#unflushed -= 1;
    }
  }

  currentResourceVersion(): Promise<string> {
    return this.asking('read', async (database) => String(await readCounter(database, 'resourceVersion')));
  }

  oldestResourceVersion(): Promise<string> {
    return this.asking('read', async (database) => String(await readCounter(database, 'compactedTo')));
  }

  changes(options?: ChangeFeedOptions): Observable<ObjectChange> {
    const readChanges = (after: number, resource: ResourceName | undefined) => this.readChanges(after, resource);
    return changeFeed({ live: this.parts.hub.live, readChanges }, options);
  }

  readChanges(after: number, resource?: ResourceName): Promise<readonly ObjectChange[]> {
    return this.asking('read', (database) => this.#log.read(database, after, resource));
  }

  compact(upTo: string): Promise<void> {
    return this.asking('write', (database) => this.#log.compact(database, Number(upTo)));
  }

  acquireLease(name: string, holder: string, durationMilliseconds: number): Promise<boolean> {
    return this.asking('write', (database) => this.#leases.acquire(database, name, holder, durationMilliseconds));
  }

  releaseLease(name: string, holder: string): Promise<void> {
    return this.asking('write', (database) => this.#leases.release(database, name, holder));
  }

  async close(): Promise<void> {
    this.parts.hub.complete();
    await this.parts.close();
  }

  private async flushAndAnnounce(changes: readonly ObjectChange[]): Promise<void> {
    try {
      await this.asking('write', () => this.parts.flush());
    } finally {
      // What is committed can be read, whether the disk has it or not.
      await this.parts.announced(changes);
    }
  }

  private async forgetOldChanges(changes: readonly PlannedChange[]): Promise<void> {
    this.#writesSinceCompaction += changes.length;
    if (this.#writesSinceCompaction < COMPACT_EVERY) return;
    this.#writesSinceCompaction = 0;
    const newest = changes.at(-1)?.resourceVersion ?? 0;
    await this.compact(String(newest - this.parts.changesKept)).catch(() => undefined);
  }

  /** Whatever the driver says becomes one sentence about our database; its own text may hold values of rows. */
  private async asking<T>(what: 'read' | 'write', ask: (database: Kysely<StoreDatabase>) => Promise<T>): Promise<T> {
    try {
      const answer = await ask(this.parts.database);
      // Nobody is shown what a power cut could still undo.
      if (what === 'read' && this.#unflushed > 0) await this.parts.flush();
      return answer;
    } catch (error) {
      if (isPorchError(error)) throw error;
      throw databaseError(
        this.parts.dialect.description,
        what === 'read' ? 'cannot be read' : 'cannot be written',
        error,
      );
    }
  }
}
