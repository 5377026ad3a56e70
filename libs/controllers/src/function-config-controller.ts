import { FUNCTION_CONFIGS, type KubernetesObject } from '@porch/api';
import { type Clock, type ObjectStore } from '@porch/repository';
import { type ControllerLog } from './controlled-kind';
import { KeyedQueue } from './keyed-queue';
import { type ObjectHandler } from './object-follower';
import { keyText, type ObjectKey, parseKey } from './object-key';
import { updateStored } from './stored-object-deletion';

/** Whoever runs functions, as FunctionConfig objects reach it. */
export interface FunctionConfigTarget {
  /** Every FunctionConfig there is, sorted by namespace and name; from now on these count and no others. */
  apply(configs: readonly KubernetesObject[]): void;
  /** Why an object cannot be followed here, in one sentence; undefined for one that can. */
  problemOf(config: KubernetesObject): Promise<string | undefined>;
}

export interface FunctionConfigControllerParts {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly log: ControllerLog;
  readonly signal: AbortSignal;
  readonly leads: () => boolean;
  readonly functionConfigs: FunctionConfigTarget;
}

interface FunctionConfigStatus {
  readonly apiServerObservedGeneration?: number;
  readonly error?: string;
}

/**
 * Hands FunctionConfig objects to whoever runs functions, on every server; the one that leads says in their status which
 * generation is applied and what is wrong with it. One that is being deleted does not count any more.
 */
export class FunctionConfigController implements ObjectHandler {
  readonly #queue: KeyedQueue;
  readonly #configs = new Map<string, KubernetesObject>();

  constructor(private readonly parts: FunctionConfigControllerParts) {
    const { clock, signal, log } = parts;
    const onError = (object: string, error: unknown) =>
      log.warn({ object, error: error instanceof Error ? error.message : '' }, 'could not write a status yet');
    this.#queue = new KeyedQueue((key) => this.report(parseKey(key)), { clock, signal, onError });
  }

  present(key: ObjectKey, object: KubernetesObject): void {
    if (key.resource !== FUNCTION_CONFIGS) return;
    if (object.metadata.deletionTimestamp) {
      this.gone(key);
      return;
    }
    this.#configs.set(keyText(key), object);
    this.apply();
    this.#queue.add(keyText(key));
  }

  gone(key: ObjectKey): void {
    if (key.resource === FUNCTION_CONFIGS && this.#configs.delete(keyText(key))) this.apply();
  }

  /** Looks at everything again, after leadership was gained. */
  resume(): void {
    for (const key of this.#configs.keys()) this.#queue.add(key);
  }

  stop(): Promise<void> {
    return this.#queue.settled();
  }

  private apply(): void {
    const sorted = [...this.#configs].sort(([one], [other]) => (one < other ? -1 : 1));
    this.parts.functionConfigs.apply(Object.freeze(sorted.map(([, config]) => config)));
  }

  private async report(key: ObjectKey): Promise<void> {
    const config = this.#configs.get(keyText(key));
    if (!config || !this.parts.leads()) return;
    const problem = await this.parts.functionConfigs.problemOf(config);
    const { generation } = config.metadata;
    await updateStored(this.parts.store, key.resource, key, (object) => {
      // A newer generation is told of in its turn.
      if (object.metadata.generation !== generation || object.metadata.deletionTimestamp) return undefined;
      const { error, ...before } = (object['status'] ?? {}) as FunctionConfigStatus;
      if (before.apiServerObservedGeneration === generation && error === problem) return undefined;
      const observed = generation === undefined ? {} : { apiServerObservedGeneration: generation };
      return { ...object, status: { ...before, ...observed, ...(problem === undefined ? {} : { error: problem }) } };
    });
  }
}
