import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endProcess } from './child-line';
import { PATIENCE } from './patience';

export interface InformerSpec {
  readonly path: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** Names, versions, labels, data and spec of what an informer holds. */
export type InformerStore = readonly (readonly [
  string,
  string,
  object | undefined,
  object | undefined,
  object | undefined,
])[];

interface Line {
  readonly informer: number;
  readonly list?: readonly { readonly name: string; readonly version: string }[];
  readonly watch?: string;
  readonly on?: 'add' | 'update' | 'delete';
  readonly name: string;
  readonly version: string;
  readonly stores?: InformerStore[];
}

/** What one informer was sent and told, checked as it comes. */
export class InformerRecord {
  /** What the server's lists and watch events amount to: versions by name. */
  readonly sent = new Map<string, string>();
  /** What the informer told its listeners amounts to. */
  readonly told = new Map<string, string>();
  /** Every name and version there ever was. */
  readonly seen = new Set<string>();
  /** Events that came again, out of order or without their like before. */
  readonly faults: string[] = [];
  lists = 0;
  #newest = 0;

  take({ list, watch, on, name, version }: Line): void {
    if (list) this.#takeList(list);
    else if (watch) this.#takeWatch(watch, name, version);
    else if (on) this.#takeTold(on, name, version);
  }

  #takeList(list: NonNullable<Line['list']>): void {
    this.lists += 1;
    this.sent.clear();
    this.#newest = 0;
    for (const { name, version } of list) {
      this.sent.set(name, version);
      this.seen.add(`${name}@${version}`);
    }
  }

  #takeWatch(type: string, name: string, version: string): void {
    if (type === 'ERROR') return;
    const event = `${type} ${name}@${version}`;
    if (Number(version) <= this.#newest) this.faults.push(`${event} after ${this.#newest}`);
    if ((type === 'ADDED') === this.sent.has(name)) this.faults.push(`${event} does not fit`);
    this.#newest = Number(version);
    if (type === 'DELETED') this.sent.delete(name);
    else this.sent.set(name, version);
    this.seen.add(`${name}@${version}`);
  }

  #takeTold(on: NonNullable<Line['on']>, name: string, version: string): void {
    if ((on === 'add') === this.told.has(name)) this.faults.push(`told ${on} ${name}@${version}, which does not fit`);
    if (on === 'delete') this.told.delete(name);
    else this.told.set(name, version);
  }
}

/** `@kubernetes/client-node` informers in a process of their own, and what they tell. */
export class InformerLog {
  readonly records: readonly InformerRecord[];
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Set<(stores?: InformerStore[]) => void>();
  #stderr = '';

  constructor(kubeconfig: string, specs: readonly InformerSpec[]) {
    this.records = specs.map(() => new InformerRecord());
    const script = join(__dirname, 'informer-client.mjs');
    this.#child = spawn(process.execPath, [script, kubeconfig, JSON.stringify(specs)]);
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    createInterface({ input: this.#child.stdout }).on('line', (text) => {
      const line = JSON.parse(text) as Line;
      if (!line.stores) this.records[line.informer]?.take(line);
      for (const look of [...this.#waiting]) look(line.stores);
    });
  }

  /** Resolves when what came satisfies; rejects with standard error when that takes longer than {@link PATIENCE}. */
  async until(satisfied: () => boolean): Promise<void> {
    await this.#first(() => (satisfied() ? true : undefined), 'what was waited for');
  }

  /** What each informer holds now. */
  stores(): Promise<InformerStore[]> {
    this.#child.stdin.write('\n');
    return this.#first((stores) => stores, 'the stores');
  }

  async stop(): Promise<void> {
    await endProcess(this.#child, 'SIGKILL');
  }

  #first<T>(found: (stores?: InformerStore[]) => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (how: () => void) => {
        clearTimeout(patience);
        this.#waiting.delete(look);
        how();
      };
      const look = (stores?: InformerStore[]) => {
        const value = found(stores);
        if (value !== undefined) finish(() => resolve(value));
      };
      const patience = setTimeout(
        () => finish(() => reject(new Error(`${what} did not come: ${this.#stderr}`))),
        PATIENCE,
      );
      this.#waiting.add(look);
      look();
    });
  }
}
