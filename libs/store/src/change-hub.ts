import { unavailable } from '@porch/api';
import { type ObjectChange } from '@porch/repository';
import { type Observable, Subject } from 'rxjs';

/**
 * Hands committed changes to the subscribers of this process, in the order of their versions and each once, whatever
 * order they are handed in. Versions have no gaps, so one that is missing is waited for. What a subscriber writes while
 * it is being told comes after what it is being told, for everybody.
 */
export class ChangeHub {
  #subject = new Subject<ObjectChange>();
  readonly #early = new Map<number, ObjectChange>();
  #waiting: { readonly version: number; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] =
    [];
  #position: number;
  #delivering = false;

  /** @param position the version up to which nothing needs telling */
  constructor(position: number) {
    this.#position = position;
  }

  /** The newest version that subscribers were told. */
  get position(): number {
    return this.#position;
  }

  get live(): Observable<ObjectChange> {
    return this.#subject.asObservable();
  }

  /** Those that were handed in before are left out. */
  publish(changes: readonly ObjectChange[]): void {
    for (const change of changes) {
      const version = Number(change.resourceVersion);
      if (version > this.#position) this.#early.set(version, change);
    }
    if (!this.#delivering) this.deliver();
  }

  /** Resolves when subscribers were told everything up to a version. */
  reached(version: number): Promise<void> {
    if (version <= this.#position) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiting.push({ version, resolve, reject }));
  }

  /** Ends every subscription with an error and starts afresh from a later version. */
  fail(error: unknown, position: number): void {
    const broken = this.#subject;
    this.#subject = new Subject();
    this.#early.clear();
    this.#position = position;
    broken.error(error);
    this.resolveReached();
  }

  complete(): void {
    this.#subject.complete();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(unavailable('the store is closed'));
  }

  private deliver(): void {
    this.#delivering = true;
    try {
      for (let next = this.takeNext(); next; next = this.takeNext()) this.#subject.next(next);
    } finally {
      this.#delivering = false;
    }
    this.resolveReached();
  }

  private takeNext(): ObjectChange | undefined {
    const next = this.#early.get(this.#position + 1);
    if (!next) return undefined;
    this.#position += 1;
    this.#early.delete(this.#position);
    return next;
  }

  private resolveReached(): void {
    if (this.#waiting.length === 0) return;
    const reached = this.#waiting.filter(({ version }) => version <= this.#position);
    this.#waiting = this.#waiting.filter(({ version }) => version > this.#position);
    for (const { resolve } of reached) resolve();
  }
}
