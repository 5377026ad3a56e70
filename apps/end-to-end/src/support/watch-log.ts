import { type PackageRevisionObject } from '@porch/api';
import { type ObjectList, packageRevisions } from '@porch/client';
import { PATIENCE } from './patience';
import { type PorchApi } from './porch-api';

export interface WatchLogEvent {
  readonly type: string;
  readonly name: string;
  readonly lifecycle: string | undefined;
  readonly resourceVersion: string | undefined;
}

/** Everything that a watch of package revisions says, through broken connections and restarts. */
export class WatchLog {
  readonly events: WatchLogEvent[] = [];
  readonly #stopping = new AbortController();
  readonly #waiting = new Set<() => void>();
  readonly #ended: Promise<void>;

  /** What is there, going by the events: resourceVersions by name. */
  readonly view = new Map<string, string>();

  private constructor(api: PorchApi, listed: ObjectList<PackageRevisionObject>) {
    for (const { metadata } of listed.items) this.view.set(metadata.name ?? '', metadata.resourceVersion ?? '');
    this.#ended = this.#collect(api, listed.resourceVersion);
    this.#ended.catch(() => undefined);
  }

  /** Every event from now on: from a list that is there when this resolves, however late the watch itself begins. */
  static async follow(api: PorchApi): Promise<WatchLog> {
    return new WatchLog(api, await api.client.list(packageRevisions));
  }

  /** Resolves when what came satisfies; rejects when that takes longer than {@link PATIENCE}, with what came. */
  until(satisfied: (events: readonly WatchLogEvent[]) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (how: () => void) => {
        clearTimeout(patience);
        this.#waiting.delete(look);
        how();
      };
      const look = () => {
        if (satisfied(this.events)) finish(resolve);
      };
      const complaint = () => new Error(`the watch did not say so: ${JSON.stringify(this.events.slice(-20))}`);
      const patience = setTimeout(() => finish(() => reject(complaint())), PATIENCE);
      this.#waiting.add(look);
      look();
    });
  }

  /** Ends the watch. @throws what ended it before */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#ended;
  }

  async #collect(api: PorchApi, resourceVersion: string): Promise<void> {
    for await (const { type, object } of api.watch(this.#stopping.signal, resourceVersion)) {
      const { name = '', resourceVersion } = object.metadata;
      if (type === 'DELETED') this.view.delete(name);
      else this.view.set(name, resourceVersion ?? '');
      this.events.push({ type, name, lifecycle: object.spec.lifecycle, resourceVersion });
      for (const look of [...this.#waiting]) look();
    }
  }
}
