import { type ObjectChange } from '@porch/repository';
import { type Observable, Subject } from 'rxjs';

/**
 * Hands committed changes to the subscribers of this process, in order and each once. What a subscriber writes while it
 * is being told comes after what it is being told, for everybody.
 */
export class ChangeHub {
  #subject = new Subject<ObjectChange>();
  readonly #waiting: ObjectChange[] = [];
  #position: number;
  #delivering = false;

  /** @param position the version up to which nothing needs telling */
  constructor(position: number) {
    this.#position = position;
  }

  /** The newest version that was handed in. */
  get position(): number {
    return this.#position;
  }

  get live(): Observable<ObjectChange> {
    return this.#subject.asObservable();
  }

  /** Takes changes in the order of their versions; those that were handed in before are left out. */
  publish(changes: readonly ObjectChange[]): void {
    for (const change of changes) {
      const version = Number(change.resourceVersion);
      if (version <= this.#position) continue;
      this.#position = version;
      if (this.#subject.observed) this.#waiting.push(change);
    }
    if (!this.#delivering) this.deliver();
  }

  /** Ends every subscription with an error and starts afresh from a later version. */
  fail(error: unknown, position: number): void {
    const broken = this.#subject;
    this.#subject = new Subject();
    this.#waiting.length = 0;
    this.#position = position;
    broken.error(error);
  }

  complete(): void {
    this.#subject.complete();
  }

  private deliver(): void {
    this.#delivering = true;
    try {
      for (let change = this.#waiting.shift(); change; change = this.#waiting.shift()) this.#subject.next(change);
    } finally {
      this.#delivering = false;
    }
  }
}
