import { type KubernetesObject, type ObjectMeta, type ResourceName } from '@porch/api';
import { type Clock, type ObjectStore } from '@porch/repository';
import { type ControllerLog } from './controlled-kind';
import { keyOf, keyText, type ObjectKey, parseKey } from './object-key';

const RESTART_DELAY_MILLISECONDS = 1000;

/** What followers are told. The objects are shared: do not change them. */
export interface ObjectHandler {
  /** An object that is there: at the start, when it is created and when it changes. */
  present(key: ObjectKey, object: KubernetesObject): void;
  /** An object that is gone, with the metadata it last had. */
  gone(key: ObjectKey, metadata: ObjectMeta): void;
}

/** Follows the stored objects of some resources; when the feed breaks, it reads them again and tells what differs. */
export class ObjectFollower {
  readonly #known = new Map<string, ObjectMeta>();
  readonly #resources: ReadonlySet<ResourceName>;

  constructor(
    private readonly store: ObjectStore,
    resources: readonly ResourceName[],
    private readonly handlers: readonly ObjectHandler[],
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
    private readonly log: ControllerLog,
  ) {
    this.#resources = new Set(resources);
  }

  /** Resolves when everything that is stored has been told. */
  async start(): Promise<void> {
    const after = await this.store.currentResourceVersion();
    const found = new Set<string>();
    for (const resource of this.#resources) {
      for (const object of (await this.store.list(resource)).items) {
        const key = keyOf(resource, object);
        found.add(keyText(key));
        this.tellPresent(key, object);
      }
    }
    for (const text of [...this.#known.keys()]) if (!found.has(text)) this.tellGone(parseKey(text));
    this.follow(after);
  }

  private follow(after: string): void {
    if (this.signal.aborted) return;
    const subscription = this.store.changes({ after }).subscribe({
      next: ({ type, resource, object }) => {
        if (!this.#resources.has(resource)) return;
        const key = keyOf(resource, object);
        if (type === 'Deleted') this.tellGone(key);
        else this.tellPresent(key, object);
      },
      error: () => this.restart(),
    });
    this.signal.addEventListener('abort', () => subscription.unsubscribe(), { once: true });
  }

  private restart(): void {
    const again = () => void this.start().catch(() => this.restart());
    this.clock.schedule(RESTART_DELAY_MILLISECONDS, again, this.signal);
  }

  private tellPresent(key: ObjectKey, object: KubernetesObject): void {
    this.#known.set(keyText(key), object.metadata);
    this.tell(key, (handler) => handler.present(key, object));
  }

  private tellGone(key: ObjectKey): void {
    const metadata = this.#known.get(keyText(key));
    if (!metadata) return;
    this.#known.delete(keyText(key));
    this.tell(key, (handler) => handler.gone(key, metadata));
  }

  /** One object that a handler cannot take must keep neither the other handlers nor the server from going on. */
  private tell(key: ObjectKey, telling: (handler: ObjectHandler) => void): void {
    for (const handler of this.handlers) {
      try {
        telling(handler);
      } catch (error) {
        this.log.warn({ err: error, object: keyText(key) }, 'a controller cannot take an object');
      }
    }
  }
}
