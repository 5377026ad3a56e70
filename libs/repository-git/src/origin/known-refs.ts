import { LimitExceededError } from '../objects/git-errors';
import { type ObjectId, ZERO_ID } from '../objects/git-object';
import { type RefMap, type RefUpdate } from '../refs/ref-update';

/**
 * The refs as last seen. A list that was asked for before one of our own writes must not undo what that write is known
 * to have done; {@link reading} and {@link replace} see to that.
 */
export class KnownRefs {
  #refs = new Map<string, ObjectId>();
  #writes: { readonly sequence: number; readonly update: RefUpdate }[] = [];
  #sequence = 0;
  #readers = 0;

  constructor(private readonly maximumRefs: number) {}

  get map(): RefMap {
    return this.#refs;
  }

  apply(updates: readonly RefUpdate[]): void {
    this.#sequence += 1;
    for (const update of updates) {
      this.#set(this.#refs, update);
      if (this.#readers > 0) this.#writes.push({ sequence: this.#sequence, update });
    }
  }

  /**
   * Reads refs from elsewhere and takes them over, together with what was written meanwhile.
   * @throws LimitExceededError
   */
  async replace(read: () => Promise<RefMap>, before: (refs: RefMap) => Promise<void>): Promise<void> {
    const start = this.#sequence;
    this.#readers += 1;
    try {
      const refs = new Map(await read());
      if (refs.size > this.maximumRefs) {
        throw new LimitExceededError('maximumRefs', `the repository has ${refs.size} refs`);
      }
      await before(refs);
      for (const { sequence, update } of this.#writes) if (sequence > start) this.#set(refs, update);
      this.#refs = refs;
    } finally {
      this.#readers -= 1;
      if (this.#readers === 0) this.#writes = [];
    }
  }

  #set(refs: Map<string, ObjectId>, { name, newId }: RefUpdate): void {
    if (newId === ZERO_ID) refs.delete(name);
    else refs.set(name, newId);
  }
}
