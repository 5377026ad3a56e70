import { failpoint, type OperationContext } from '@porch/repository';
import { CorruptRepositoryError } from '../objects/git-errors';
import { type NewObject, ZERO_ID } from '../objects/git-object';
import { RefConflictError, type RefMap, type RefUpdate, withoutPassingRefs } from '../refs/ref-update';
import { type GitLimits } from '../storage/git-limits';
import { type ObjectReader } from '../storage/object-database';
import { buildPack } from '../storage/pack-builder';
import { AnswerLostError, type GitTransport, type PushReport, TransportError } from '../transport/git-transport';
import { type GitOrigin, PushRefusedError } from './git-origin';
import { KnownRefs } from './known-refs';
import { type Mirror } from './mirror';

/** A remote repository: its refs are the truth, its objects are mirrored here. */
export class RemoteOrigin implements GitOrigin {
  readonly problems = [];
  readonly #known: KnownRefs;

  constructor(
    readonly address: string,
    private readonly mirror: Mirror,
    private readonly transport: GitTransport,
    private readonly prefixes: readonly string[],
    private readonly limits: GitLimits,
    private readonly onClose: () => void,
  ) {
    this.#known = new KnownRefs(limits.maximumRefs);
  }

  get objects(): ObjectReader {
    return this.mirror.objects;
  }

  get refs(): RefMap {
    return this.#known.map;
  }

  readRefs(context: OperationContext): Promise<RefMap> {
    return this.#bounded(context, (signal) => this.transport.listRefs(this.prefixes, signal));
  }

  async refresh(context: OperationContext): Promise<void> {
    try {
      await this.#refreshOnce(context);
    } catch (error) {
      if (!(error instanceof CorruptRepositoryError)) throw error;
      await this.repair(context);
    }
  }

  /** Damage in the mirror costs a new copy; damage at the remote shows again at once. */
  async repair(context: OperationContext): Promise<boolean> {
    await this.mirror.rebuild();
    await this.#refreshOnce(context);
    return true;
  }

  async push(updates: readonly RefUpdate[], objects: readonly NewObject[], context: OperationContext): Promise<void> {
    // What cannot be kept here is not pushed: it could not be read afterwards.
    const [capabilities] = await Promise.all([
      this.#bounded(context, (signal) => this.transport.pushCapabilities(signal)),
      this.mirror.write(objects),
    ]);
    const pack = buildPack(objects, { thin: !capabilities.has('no-thin') });
    const together = withoutPassingRefs(updates);
    const atomic = together.length === 1 || capabilities.has('atomic');
    if (atomic) await this.#pushOnce(together, pack, context);
    else await this.#pushOneByOne(updates, pack, context);
  }

  exclusively<T>(work: () => Promise<T>): Promise<T> {
    return this.mirror.publications.run(work);
  }

  upkeep(): void {
    this.mirror.upkeep();
  }

  async close(): Promise<void> {
    this.transport.close();
    await this.mirror.release(this);
    this.onClose();
  }

  /**
   * A server that cannot move all refs at once moves them one by one, in the order given. When it refuses one of them,
   * those before are put back, so that nothing happened; but once a ref that others follow has moved (the branch), the
   * change is done, and what is left only tidies up. The next sync completes what broke off.
   */
  async #pushOneByOne(updates: readonly RefUpdate[], pack: Buffer, context: OperationContext): Promise<void> {
    let isDone = false;
    for (const [position, update] of updates.entries()) {
      try {
        await this.#pushOnce([update], pack, context);
      } catch (error) {
        const isDecided = error instanceof RefConflictError || error instanceof PushRefusedError;
        // Another server may complete what we have begun before we do: to the very same values.
        const isInPlace = position > 0 && this.#isInPlace([update], this.refs);
        if (!isInPlace && !(isDone && isDecided)) {
          if (isDecided) await this.#putBack(updates.slice(0, position), context);
          throw error;
        }
      }
      failpoint('push.between');
      isDone ||= update.oldId !== ZERO_ID && update.newId !== ZERO_ID;
    }
  }

  /** What cannot be put back now is seen, and dealt with, by the next sync. */
  async #putBack(updates: readonly RefUpdate[], context: OperationContext): Promise<void> {
    for (const { name, oldId, newId } of [...updates].reverse()) {
      const back = { name, oldId: newId, newId: oldId };
      await this.#pushOnce([back], buildPack([], { thin: false }), context).catch(() => undefined);
    }
  }

  async #pushOnce(updates: readonly RefUpdate[], pack: Buffer, context: OperationContext): Promise<void> {
    failpoint('push.before');
    try {
      const report = await this.#bounded(context, (signal) => this.transport.push(updates, pack, signal));
      failpoint('push.after');
      if (!isSuccess(report, updates)) await this.#explainFailure(updates, report, context);
    } catch (error) {
      if (!(error instanceof AnswerLostError)) throw error;
      await this.#decideLostAnswer(updates, pack, context, error);
    }
    this.#known.apply(updates);
  }

  /**
   * No answer came: the refs tell whether the push took effect. If not, the very same request is sent once more; its
   * old values keep it from doing anything twice.
   */
  async #decideLostAnswer(
    updates: readonly RefUpdate[],
    pack: Buffer,
    context: OperationContext,
    lost: AnswerLostError,
  ): Promise<void> {
    if (this.#isInPlace(updates, await this.readRefs(context))) return;
    let report: PushReport | undefined;
    try {
      report = await this.#bounded(context, (signal) => this.transport.push(updates, pack, signal));
    } catch (error) {
      if (!(error instanceof AnswerLostError)) throw error;
    }
    if (report && isSuccess(report, updates)) return;
    // The first request may have taken effect after all, and then the second could not.
    if (this.#isInPlace(updates, await this.readRefs(context))) return;
    if (!report) throw lost;
    await this.#explainFailure(updates, report, context);
  }

  /** @throws RefConflictError when a ref was elsewhere, PushRefusedError otherwise */
  async #explainFailure(updates: readonly RefUpdate[], report: PushReport, context: OperationContext): Promise<never> {
    await this.refresh(context);
    for (const { name, oldId } of updates) {
      const actual = this.refs.get(name) ?? ZERO_ID;
      if (actual !== oldId) throw new RefConflictError(name, `is at ${actual}, expected ${oldId}`);
    }
    throw new PushRefusedError(refusalText(report));
  }

  #isInPlace(updates: readonly RefUpdate[], refs: RefMap): boolean {
    return updates.every(({ name, newId }) => (refs.get(name) ?? ZERO_ID) === newId);
  }

  async #refreshOnce(context: OperationContext): Promise<void> {
    await this.#bounded(context, (signal) =>
      this.#known.replace(
        () => this.transport.listRefs(this.prefixes, signal),
        (refs) => this.mirror.fetch(this, refs, this.prefixes[0] ?? '', this.transport, signal),
      ),
    );
  }

  /** Every exchange ends, whatever the remote does. */
  async #bounded<T>(context: OperationContext, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const timeout = AbortSignal.timeout(this.limits.exchangeTimeoutMilliseconds);
    try {
      return await work(AbortSignal.any([context.signal, timeout]));
    } catch (error) {
      if (!timeout.aborted || context.signal.aborted) throw error;
      const limit = `${this.limits.exchangeTimeoutMilliseconds} ms`;
      throw new TransportError(
        'timeout',
        `${this.address} took longer than ${limit} (limit exchangeTimeoutMilliseconds)`,
      );
    }
  }
}

function isSuccess(report: PushReport, updates: readonly RefUpdate[]): boolean {
  return report.unpack === 'ok' && updates.every(({ name }) => report.results.get(name) === 'ok');
}

/** The reason that is not only a consequence of another ref's, and what a hook said. */
function refusalText({ unpack, results, message }: PushReport): string {
  const reasons = [...new Set(results.values())].filter((reason) => reason !== 'ok');
  const cause = reasons.find((reason) => !/^atomic (push failure|transaction failed)/.test(reason)) ?? reasons[0];
  const reason = unpack === 'ok' ? (cause ?? 'no reason given') : `unpacking failed: ${unpack}`;
  return message === '' ? reason : `${reason}: ${message}`;
}
