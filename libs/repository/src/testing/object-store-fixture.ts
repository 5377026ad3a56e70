import { type KubernetesObject } from '@porch/api';
import { type Observable } from 'rxjs';
import { type ObjectChange, type ObjectStore } from '../object-store';

/** An empty store under test. */
export interface ObjectStoreFixture {
  readonly store: ObjectStore;
  /** Another store on the same data, where several servers may share them. */
  readonly other?: ObjectStore;
  /** Closes the store and opens the data again, where they outlive it. */
  readonly reopen?: () => Promise<ObjectStore>;
  /** Moves the time that leases see. */
  readonly advance: (milliseconds: number) => Promise<void>;
  dispose(): Promise<void>;
}

export const WIDGETS = 'widgets.example.com';
export const GADGETS = 'gadgets.example.com';

export function widget(name: string, namespace = 'default', fields: Record<string, unknown> = {}): KubernetesObject {
  return {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name, namespace, uid: `uid-${namespace}-${name}` },
    ...fields,
  };
}

export function labelled(name: string, labels: Record<string, string>, namespace = 'default'): KubernetesObject {
  const plain = widget(name, namespace);
  return { ...plain, metadata: { ...plain.metadata, labels } };
}

export const versionOf = (object: KubernetesObject | undefined) => Number(object?.metadata.resourceVersion);
export const namesOf = (objects: readonly KubernetesObject[]) => objects.map(({ metadata }) => metadata.name);

/** Collects what a feed says, and waits until it has said enough. */
export class ChangeRecorder {
  readonly changes: ObjectChange[] = [];
  error: unknown;
  #waiting: (() => void)[] = [];
  readonly #subscription;

  constructor(feed: Observable<ObjectChange>) {
    this.#subscription = feed.subscribe({
      next: (change) => {
        this.changes.push(change);
        this.wake();
      },
      error: (error: unknown) => {
        this.error = error;
        this.wake();
      },
    });
  }

  get lines(): string[] {
    return this.changes.map(({ type, object }) => `${type} ${object.metadata.name}`);
  }

  async atLeast(count: number): Promise<readonly ObjectChange[]> {
    await this.until(() => this.changes.length >= count);
    return this.changes;
  }

  async failure(): Promise<unknown> {
    await this.until(() => this.error !== undefined);
    return this.error;
  }

  stop(): void {
    this.#subscription.unsubscribe();
  }

  private async until(reached: () => boolean): Promise<void> {
    while (!reached()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  private wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }
}
