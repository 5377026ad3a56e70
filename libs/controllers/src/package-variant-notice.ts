import { CONFIG_GROUP, type KubernetesObject, type MetaCondition, toTimestamp } from '@porch/api';
import { type Clock, type ObjectStore } from '@porch/repository';
import { type ControllerLog } from './controlled-kind';
import { KeyedQueue } from './keyed-queue';
import { type ObjectHandler } from './object-follower';
import { keyText, type ObjectKey, parseKey } from './object-key';
import { updateStored } from './stored-object-deletion';

export const PACKAGE_VARIANTS = `packagevariants.${CONFIG_GROUP}`;
export const PACKAGE_VARIANT_SETS = `packagevariantsets.${CONFIG_GROUP}`;

export interface PackageVariantNoticeParts {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly log: ControllerLog;
  readonly signal: AbortSignal;
}

/** Says on each PackageVariant and PackageVariantSet that nobody here acts on it, rather than leaving it silent. */
export class PackageVariantNotice implements ObjectHandler {
  readonly #queue: KeyedQueue;

  constructor(private readonly parts: PackageVariantNoticeParts) {
    const { clock, signal, log } = parts;
    const onError = (object: string, error: unknown) =>
      log.warn({ object, error: error instanceof Error ? error.message : '' }, 'could not write a condition yet');
    this.#queue = new KeyedQueue((key) => this.notify(parseKey(key)), { clock, signal, onError });
  }

  present(key: ObjectKey, object: KubernetesObject): void {
    const variant = key.resource === PACKAGE_VARIANTS || key.resource === PACKAGE_VARIANT_SETS;
    if (variant && !isNotified(object)) this.#queue.add(keyText(key));
  }

  gone(): void {
    return undefined;
  }

  stop(): Promise<void> {
    return this.#queue.settled();
  }

  private notify(key: ObjectKey): Promise<void> {
    return updateStored(this.parts.store, key.resource, key, (object) => {
      if (isNotified(object) || object.metadata.deletionTimestamp) return undefined;
      const status = (object['status'] ?? {}) as { conditions?: MetaCondition[] };
      const others = (status.conditions ?? []).filter(({ type }) => type !== 'Stalled');
      const conditions = [...others, stalled(object, this.parts.clock.now())];
      return { ...object, status: { ...status, conditions } };
    });
  }
}

function stalled(object: KubernetesObject, now: Date): MetaCondition {
  return {
    type: 'Stalled',
    status: 'True',
    reason: 'ControllerNotRunning',
    message: `this server stores ${object.kind} objects but runs no controller for them`,
    lastTransitionTime: toTimestamp(now),
    ...(object.metadata.generation === undefined ? {} : { observedGeneration: object.metadata.generation }),
  };
}

function isNotified(object: KubernetesObject): boolean {
  const { conditions = [] } = (object['status'] ?? {}) as { conditions?: MetaCondition[] };
  return conditions.some(({ type, reason }) => type === 'Stalled' && reason === 'ControllerNotRunning');
}
