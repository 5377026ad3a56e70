import { setMaxListeners } from 'node:events';
import { type RepositoryObject, timeout } from '@porch/api';
import {
  type Clock,
  type Repository,
  type RepositoryHealth,
  type RepositoryKey,
  type RepositoryOpener,
  type RepositoryProblem,
} from '@porch/repository';
import { abortable } from './abortable';
import { type ContentsCache } from './contents-cache';
import { IndexedRepository } from './indexed-repository';
import { KeyedMutex } from './keyed-mutex';
import { errorMessage, initialHealth, readyHealth, RECONCILING } from './repository-health';
import { syncPackage, syncRepository, type SyncParts } from './repository-sync';
import { RemoteCheck } from './remote-check';
import { OWN_STORAGE_DELAY_MILLISECONDS, retryDelay } from './retry-delay';
import { type Slots } from './slots';
import { nextSyncTime } from './sync-schedule';
import { SyncTimer } from './sync-timer';
import { type SyncTurns } from './sync-turn';

const SUSPICION_DELAY_MILLISECONDS = 1000;
/** Many writes change the status once. */
const RECOUNT_DELAY_MILLISECONDS = 5000;

export interface ManagedRepositoryParts extends Omit<SyncParts, 'inner' | 'deployment' | 'packageLocks'> {
  readonly key: RepositoryKey;
  readonly opener: RepositoryOpener;
  readonly contents: ContentsCache;
  readonly slots: Slots;
  readonly turns: SyncTurns;
  readonly clock: Clock;
  readonly syncTimeoutMilliseconds: number;
  readonly syncIntervalMilliseconds: number;
  readonly checkIntervalMilliseconds: number;
  readonly publishHealth: (health: RepositoryHealth) => void;
}

/**
 * One registration: opens its repository, synchronises it when asked, when due and after failures, and says how it
 * fares. At most one attempt runs; whoever asks meanwhile shares the next.
 */
export class ManagedRepository {
  readonly #stop = new AbortController();
  readonly #packageLocks = new KeyedMutex();
  readonly #timer: SyncTimer;
  #object: RepositoryObject;
  #opened: { readonly inner: Repository; readonly repository: IndexedRepository } | undefined;
  #attempt: Promise<void> | undefined;
  #nextAttempt: Promise<void> | undefined;
  #health: RepositoryHealth;
  /** Whether the rows were brought up to date since this server started. */
  #synchronized = false;
  /** Whether the rows may differ from the repository, so that a sync of our own is needed whatever others do. */
  #suspicious = false;
  #recounting = false;

  constructor(
    private readonly parts: ManagedRepositoryParts,
    object: RepositoryObject,
  ) {
    setMaxListeners(0, this.#stop.signal);
    this.#timer = new SyncTimer(parts.clock, () => void this.due());
    new RemoteCheck({
      key: parts.key,
      clock: parts.clock,
      signal: this.#stop.signal,
      intervalMilliseconds: parts.checkIntervalMilliseconds,
      isChanged: () => this.isChangedByOthers(),
      onChanged: () => this.remoteChanged(),
      onFailed: (error) => this.checkFailed(error),
    }).start();
    this.#object = object;
    this.#health = initialHealth(parts.key, object, parts.index.countRevisions(parts.key));
  }

  get object(): RepositoryObject {
    return this.#object;
  }

  get health(): RepositoryHealth {
    return this.#health;
  }

  get synchronized(): boolean {
    return this.#synchronized;
  }

  /** What can be worked with, once it was opened and synchronised for the first time. */
  get repository(): IndexedRepository | undefined {
    return this.#synchronized ? this.#opened?.repository : undefined;
  }

  /** Takes over a changed Repository object with the same remote; what that requires is done in the background. */
  apply(object: RepositoryObject): void {
    const before = this.#object;
    if ((object.metadata.generation ?? 0) < (before.metadata.generation ?? 0)) return;
    this.#object = object;
    if (JSON.stringify(before.spec) === JSON.stringify(object.spec)) return;
    if (!this.#synchronized || before.spec.deployment !== object.spec.deployment) {
      this.sync().catch(() => undefined);
    } else {
      this.#health = { ...this.#health, observedGeneration: object.metadata.generation };
      this.rearm();
      this.report(this.counted());
    }
  }

  /** Resolves when the repository is open and its rows are up to date for the first time. */
  async open(signal: AbortSignal): Promise<IndexedRepository> {
    while (!this.repository) await abortable(this.#attempt ?? this.sync(), signal);
    return this.repository;
  }

  /** A full sync that starts after this call; several callers share one. */
  sync(): Promise<void> {
    if (!this.#attempt) return this.startAttempt();
    this.#nextAttempt ??= this.#attempt
      .catch(() => undefined)
      .then(() => {
        this.#nextAttempt = undefined;
        return this.startAttempt();
      });
    return this.#nextAttempt;
  }

  /** Stops everything and closes the repository; rows stay. */
  async close(): Promise<void> {
    this.#stop.abort(new Error('the repository is being closed'));
    this.#timer.close();
    await this.#attempt?.catch(() => undefined);
    const opened = this.#opened;
    this.#opened = undefined;
    this.#synchronized = false;
    await opened?.inner.close();
  }

  private startAttempt(): Promise<void> {
    this.#timer.clear();
    this.report(RECONCILING);
    const attempt = this.runAttempt().finally(() => {
      this.#attempt = undefined;
    });
    this.#attempt = attempt;
    return attempt;
  }

  private async runAttempt(): Promise<void> {
    const suspicious = this.#suspicious;
    this.#suspicious = false;
    try {
      const problems = await this.parts.slots.run(this.#stop.signal, () =>
        this.inTime((signal) => this.openAndSync(signal)),
      );
      this.#synchronized = true;
      this.succeeded(problems);
    } catch (error) {
      this.#suspicious ||= suspicious;
      if (!this.#stop.signal.aborted) this.failed(error);
      throw error;
    }
  }

  private suspect(): void {
    this.#suspicious = true;
    this.#timer.setAtTheLatest(SUSPICION_DELAY_MILLISECONDS);
  }

  /** Asked only while all is well: whatever is under way asks the remote itself. */
  private async isChangedByOthers(): Promise<boolean> {
    const inner = this.#opened?.inner;
    if (!inner || this.#attempt || this.#health.state !== 'Ready') return false;
    const { slots } = this.parts;
    const version = await slots.run(this.#stop.signal, () => this.inTime((signal) => inner.version({ signal })));
    return version !== inner.knownVersion;
  }

  /** A cron schedule or a `runOnceAt` says when to look; without either, when there is something to see. */
  private remoteChanged(): void {
    const { schedule, runOnceAt } = this.#object.spec.sync ?? {};
    if (schedule === undefined && runOnceAt === undefined) this.#timer.set(0);
  }

  private checkFailed(error: unknown): void {
    if (!this.#attempt && this.#health.state === 'Ready') this.failed(error);
  }

  private async inTime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { clock, syncTimeoutMilliseconds } = this.parts;
    const late = new AbortController();
    const finished = new AbortController();
    const seconds = Math.round(syncTimeoutMilliseconds / 1000);
    const tooLate = () => late.abort(timeout(`the repository did not answer within ${seconds} s`));
    clock.schedule(syncTimeoutMilliseconds, tooLate, finished.signal);
    const signal = AbortSignal.any([this.#stop.signal, late.signal]);
    try {
      return await abortable(work(signal), signal);
    } finally {
      finished.abort();
    }
  }

  private async openAndSync(signal: AbortSignal): Promise<RepositoryProblem[]> {
    const { inner } = this.#opened ?? (await this.openInner(signal));
    return syncRepository(this.syncParts(inner), { signal });
  }

  private syncParts(inner: Repository): SyncParts {
    const deployment = this.#object.spec.deployment ?? false;
    return { ...this.parts, inner, deployment, packageLocks: this.#packageLocks };
  }

  private async openInner(signal: AbortSignal): Promise<{ inner: Repository; repository: IndexedRepository }> {
    const inner = await this.parts.opener.openRepository(this.#object, { signal });
    if (signal.aborted) {
      await inner.close();
      throw signal.reason;
    }
    const repository = new IndexedRepository({
      object: () => this.#object,
      inner,
      index: this.parts.index,
      writer: this.parts.writer,
      packageLocks: this.#packageLocks,
      contents: this.parts.contents,
      clock: this.parts.clock,
      sync: (context) => abortable(this.sync(), context.signal),
      syncPackage: (packageName, context) => syncPackage(this.syncParts(inner), packageName, context),
      noticeOutsideChange: () => this.suspect(),
      noticeOwnWrite: () => this.recountSoon(),
      release: () => this.close(),
    });
    this.#opened = { inner, repository };
    return this.#opened;
  }

  private succeeded(problems: readonly RepositoryProblem[]): void {
    this.#health = readyHealth(this.#health, this.#object, {
      now: this.parts.clock.now(),
      problems,
      ...this.counted(),
    });
    this.rearm();
    this.parts.publishHealth(this.#health);
  }

  /** What own writes change between syncs; another server's show when it tells. */
  private counted(): Pick<RepositoryHealth, 'packageCount' | 'branchVersion'> {
    return {
      packageCount: this.parts.index.countRevisions(this.parts.key),
      branchVersion: this.#opened?.inner.branchVersion,
    };
  }

  private recountSoon(): void {
    if (this.#recounting) return;
    this.#recounting = true;
    const recount = () => {
      this.#recounting = false;
      const { state, packageCount, branchVersion } = this.#health;
      const counted = this.counted();
      const changed = counted.packageCount !== packageCount || counted.branchVersion !== branchVersion;
      if (state === 'Ready' && changed) this.report(counted);
    };
    this.parts.clock.schedule(RECOUNT_DELAY_MILLISECONDS, recount, this.#stop.signal);
  }

  private failed(error: unknown): void {
    const delay = retryDelay(error);
    const nextFullSyncTime = new Date(this.parts.clock.now().getTime() + delay);
    this.report({ state: 'Error', message: errorMessage(error), nextFullSyncTime });
    this.#timer.set(delay);
  }

  private report(change: Partial<RepositoryHealth>): void {
    this.#health = { ...this.#health, ...change };
    this.parts.publishHealth(this.#health);
  }

  /** Sets the timer for when the next full sync is due. */
  private rearm(): void {
    const now = this.parts.clock.now();
    const { lastFullSyncTime, observedRunOnceAt } = this.#health;
    const nextFullSyncTime = nextSyncTime(this.#object.spec.sync, {
      now,
      lastFullSyncTime,
      observedRunOnceAt,
      intervalMilliseconds: this.parts.syncIntervalMilliseconds,
    });
    this.#health = { ...this.#health, nextFullSyncTime };
    this.#timer.set(this.#suspicious ? SUSPICION_DELAY_MILLISECONDS : nextFullSyncTime.getTime() - now.getTime());
  }

  private async due(): Promise<void> {
    // What another server found says nothing of what went wrong here.
    const own = this.#suspicious || this.#health.state === 'Error';
    if (!own && !(await this.takeTurn())) return;
    await this.parts.turns.during(this.parts.key, () => this.sync()).catch(() => undefined);
  }

  /** Whether what is due by schedule is this server's to do. If not, it looks again when that may have changed. */
  private async takeTurn(): Promise<boolean> {
    const { clock, key, turns } = this.parts;
    try {
      const turn = await turns.take(key, clock.now(), this.#health.lastFullSyncTime);
      if (turn === 'mine') return true;
      if (turn === 'busy') this.#timer.set(turns.leaseMilliseconds);
      else {
        this.#health = { ...this.#health, ...turn };
        this.rearm();
      }
    } catch {
      // The store did not answer. Nothing is lost by trying again later.
      this.#timer.set(OWN_STORAGE_DELAY_MILLISECONDS);
    }
    return false;
  }
}
