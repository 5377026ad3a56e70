import { type OperationContext, type RepositoryProblem } from '@porch/repository';
import { LimitExceededError } from '../objects/git-errors';
import { type NewObject, type ObjectId, ZERO_ID } from '../objects/git-object';
import { leadsTo } from '../reachability/commits-between';
import { objectsBetween } from '../reachability/objects-between';
import { LayeredRefs } from '../refs/layered-refs';
import { RefConflictError, type RefMap, type RefUpdate } from '../refs/ref-update';
import { LayeredObjects, withNewObjects } from '../storage/layered-objects';
import { type ObjectReader } from '../storage/object-database';
import { TransportError } from '../transport/git-transport';
import { type DraftRepository } from './draft-repository';
import { type GitOrigin, PushRefusedError } from './git-origin';
import { type SplitUpdates, splitUpdates } from './split-updates';

export interface LocalDraftsSettings {
  /** Whether new drafts are kept here; otherwise those that are here go to the remote. */
  readonly keepsNew: boolean;
  readonly branchRef: string;
  /** What the refs of drafts start with that the origin is asked for. */
  readonly draftPrefix: string;
  readonly maximumRefs: number;
  readonly onClose: () => void;
}

/**
 * A remote whose drafts are kept here until they are proposed. What is in both places is ordered so that a crash in
 * between leaves a revision twice and never not at all: a proposal is pushed before its draft ends, a draft is kept
 * before its proposal is removed. Which of the two counts then is decided as for any remote that moves refs one by one.
 */
export class LocalDraftsOrigin implements GitOrigin {
  readonly refs: RefMap;
  readonly objects: ObjectReader;
  /** The drafts here, as last read or written by this origin: others on the same address may write as well. */
  #local = new Map<string, ObjectId>();
  #problems: readonly RepositoryProblem[] = [];

  constructor(
    private readonly remote: GitOrigin,
    private readonly drafts: DraftRepository,
    private readonly settings: LocalDraftsSettings,
  ) {
    drafts.use(this);
    this.refs = new LayeredRefs(
      () => this.#local,
      () => remote.refs,
    );
    // The mirror first: it has packs where the drafts have files.
    this.objects = new LayeredObjects(() => (drafts.objects ? [remote.objects, drafts.objects] : [remote.objects]));
  }

  get address(): string {
    return this.remote.address;
  }

  get problems(): readonly RepositoryProblem[] {
    return [...this.remote.problems, ...this.#problems];
  }

  async readRefs(context: OperationContext): Promise<RefMap> {
    const remote = await this.remote.readRefs(context);
    return new Map([...remote, ...this.drafts.readRefs()]);
  }

  async refresh(context: OperationContext): Promise<void> {
    await this.remote.refresh(context);
    this.#local = this.drafts.readRefs();
    const count = this.refs.size;
    if (count > this.settings.maximumRefs) {
      throw new LimitExceededError('maximumRefs', `the repository and the drafts kept here have ${count} refs`);
    }
    await this.#settle(context);
  }

  async push(updates: readonly RefUpdate[], objects: readonly NewObject[], context: OperationContext): Promise<void> {
    const names = updates.map(({ name }) => name).filter((name) => name.startsWith(this.settings.draftPrefix));
    await this.drafts.exclusively(names, async () => {
      const split = this.#split(updates);
      if (split.kept.length + split.ended.length === 0) return this.remote.push(updates, objects, context);
      this.#checkEnded(split.ended);
      const readable = withNewObjects(objects, this.objects);
      await this.#keep(split.kept, readable, context);
      await this.#pushRemote(split, readable, context);
      await this.#move(split.ended);
    });
  }

  repair(context: OperationContext): Promise<boolean> {
    return this.remote.repair(context);
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.remote.exclusively(work);
  }

  upkeep(): void {
    this.remote.upkeep();
    this.drafts.upkeep();
  }

  async close(): Promise<void> {
    await this.drafts.release(this);
    this.settings.onClose();
    await this.remote.close();
  }

  #split(updates: readonly RefUpdate[]): SplitUpdates {
    const { draftPrefix, keepsNew } = this.settings;
    return splitUpdates(updates, { local: this.#local, remote: this.remote.refs, draftPrefix, keepsNew });
  }

  /** Nothing may have happened when a draft turns out not to be what its proposal was made of. */
  #checkEnded(ended: readonly RefUpdate[]): void {
    for (const { name, oldId } of ended) {
      const actual = this.drafts.readRef(name) ?? ZERO_ID;
      if (actual === oldId) continue;
      this.#local = this.drafts.readRefs();
      throw new RefConflictError(name, `is at ${actual}, expected ${oldId}`);
    }
  }

  async #keep(kept: readonly RefUpdate[], objects: ObjectReader, { signal }: OperationContext): Promise<void> {
    if (kept.length === 0) return;
    const { branchRef: name } = this.settings;
    const branch = { name, id: this.remote.refs.get(name) };
    await this.#moving(kept, () => this.drafts.keep(kept, { objects, branch }, signal));
  }

  #move(updates: readonly RefUpdate[]): Promise<void> {
    return this.#moving(updates, () => this.drafts.move(updates));
  }

  /** Knows afterwards where the refs are. */
  async #moving(updates: readonly RefUpdate[], move: () => Promise<void>): Promise<void> {
    try {
      await move();
    } catch (error) {
      if (error instanceof RefConflictError) this.#local = this.drafts.readRefs();
      throw error;
    }
    for (const { name, newId } of updates) {
      if (newId === ZERO_ID) this.#local.delete(name);
      else this.#local.set(name, newId);
    }
  }

  async #pushRemote({ kept, remote }: SplitUpdates, readable: ObjectReader, context: OperationContext): Promise<void> {
    if (remote.length === 0) return;
    try {
      await this.remote.push(remote, await this.#lackingAtRemote(remote, readable, context), context);
    } catch (error) {
      // Where nobody knows what became of the push, the draft may be all there is of the revision.
      const isDecided = error instanceof RefConflictError || error instanceof PushRefusedError;
      if (isDecided) await this.#move(kept.map(reversed)).catch(() => undefined);
      throw error;
    }
  }

  /** The commits of a draft that the remote has never seen, with what is new in them. */
  async #lackingAtRemote(
    updates: readonly RefUpdate[],
    readable: ObjectReader,
    { signal }: OperationContext,
  ): Promise<NewObject[]> {
    const branch = this.remote.refs.get(this.settings.branchRef);
    const tips = updates.map(({ newId }) => newId).filter((id) => id !== ZERO_ID);
    const lacking = await objectsBetween(readable, branch === undefined ? [] : [branch], tips, signal);
    return [...lacking].map(([id, previous]) => ({
      id,
      ...readable.read(id),
      ...(previous === undefined ? {} : { previous: { id: previous, ...readable.read(previous) } }),
    }));
  }

  /**
   * Drafts that the remote has as well, where a move to it broke off, end here. Where new ones are not kept here, those
   * that are go to the remote.
   */
  async #settle(context: OperationContext): Promise<void> {
    const problems: RepositoryProblem[] = [];
    for (const name of [...this.#local.keys()]) {
      if (!name.startsWith(this.settings.draftPrefix)) continue;
      try {
        const message = await this.drafts.exclusively([name], () => this.#settleDraft(name, context));
        if (message !== undefined) problems.push({ subject: name, message });
      } catch (error) {
        context.signal.throwIfAborted();
        // What moved meanwhile is looked at by the next sync.
        if (!(error instanceof Error) || error instanceof RefConflictError) continue;
        const why = `it could not be moved to the git server: ${error.message}`;
        problems.push({ subject: name, message: `the draft stays with this server, since ${why}` });
        if (error instanceof TransportError) break;
      }
    }
    this.#problems = problems;
  }

  /** @returns what somebody has to look at. @throws TransportError, PushRefusedError, RefConflictError */
  async #settleDraft(name: string, context: OperationContext): Promise<string | undefined> {
    const here = this.drafts.readRef(name);
    const there = this.remote.refs.get(name);
    if (here === undefined || (there === undefined && this.settings.keepsNew)) return undefined;
    const start = { name, oldId: ZERO_ID, newId: here };
    if (there === undefined) {
      await this.remote.push([start], await this.#lackingAtRemote([start], this.objects, context), context);
    } else if (!(await leadsTo(this.objects, here, there, context.signal))) {
      return 'the git server has a draft of that name too; the one that this server keeps is shown';
    }
    await this.#move([reversed(start)]);
    return undefined;
  }
}

function reversed({ name, oldId, newId }: RefUpdate): RefUpdate {
  return { name, oldId: newId, newId: oldId };
}
