import { setImmediate as nextTurn } from 'node:timers/promises';
import { type KubernetesObject } from '@porch/api';
import { type Clock, type ObjectStore } from '@porch/repository';
import { type ControllerLog } from './controlled-kind';
import { type ObjectHandler } from './object-follower';
import { keyText, type ObjectKey, parseKey } from './object-key';
import { updateStored } from './stored-object-deletion';

/** kube-apiserver's default for `--event-ttl`. */
export const DEFAULT_EVENT_TTL_MILLISECONDS = 60 * 60 * 1000;
/** Between looks at what is due: the longest time that an event stays after its own, and the least. */
const LONGEST_PAUSE_MILLISECONDS = 60_000;
const SHORTEST_PAUSE_MILLISECONDS = 1000;
const EVENTS = 'events';

export interface EventExpiryParts {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly log: ControllerLog;
  readonly signal: AbortSignal;
  readonly leads: () => boolean;
  /** How long an event stays after it was last written. */
  readonly eventTtlMilliseconds: number;
}

/**
 * Removes Events some time after they were last written, as kube-apiserver does. The time of that is the server's own
 * (creationTimestamp, managedFields): what a client says in lastTimestamp neither shortens nor lengthens a life.
 */
export class EventExpiry implements ObjectHandler {
  readonly #events = new Map<string, { readonly deadline: number; readonly resourceVersion: string | undefined }>();
  #sweep: Promise<void> | undefined;

  constructor(private readonly parts: EventExpiryParts) {
    this.#arm();
  }

  present(key: ObjectKey, object: KubernetesObject): void {
    if (key.resource !== EVENTS) return;
    const { resourceVersion } = object.metadata;
    this.#events.set(keyText(key), { deadline: this.#deadlineOf(object), resourceVersion });
  }

  gone(key: ObjectKey): void {
    if (key.resource === EVENTS) this.#events.delete(keyText(key));
  }

  /** Removes what is due, after leadership was gained. */
  resume(): void {
    this.#sweep ??= this.#removeExpired().finally(() => (this.#sweep = undefined));
  }

  async stop(): Promise<void> {
    await this.#sweep;
  }

  #arm(): void {
    const { clock, signal, eventTtlMilliseconds } = this.parts;
    const again = () => {
      this.resume();
      this.#arm();
    };
    const pause = Math.max(SHORTEST_PAUSE_MILLISECONDS, Math.min(eventTtlMilliseconds, LONGEST_PAUSE_MILLISECONDS));
    clock.schedule(pause, again, signal);
  }

  /** One after the other, so that however many are due, other work is not held up. What fails is due next time too. */
  async #removeExpired(): Promise<void> {
    const { store, clock, log, signal, leads } = this.parts;
    try {
      for (const [text, { deadline, resourceVersion }] of this.#events) {
        if (signal.aborted || !leads()) return;
        if (deadline > clock.now().getTime()) continue;
        const key = parseKey(text);
        // One that was written meanwhile lives on.
        await updateStored(store, key.resource, key, ({ metadata }) =>
          metadata.resourceVersion === resourceVersion ? 'remove' : undefined,
        );
        await nextTurn();
      }
    } catch (error) {
      log.warn({ error: error instanceof Error ? error.message : '' }, 'could not remove expired events yet');
    }
  }

  /** A time to come is the mistake of another clock: the life of such an event begins now. */
  #deadlineOf({ metadata }: KubernetesObject): number {
    const now = this.parts.clock.now().getTime();
    const written = (metadata.managedFields ?? []).map((entry) => (entry as { readonly time?: string }).time);
    const times = [metadata.creationTimestamp, ...written]
      .map((time) => Date.parse(time ?? ''))
      .filter(Number.isFinite);
    const last = times.length === 0 ? now : Math.max(...times);
    return Math.min(last, now) + this.parts.eventTtlMilliseconds;
  }
}
