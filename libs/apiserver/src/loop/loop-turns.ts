/**
 * Work started in one turn of the event loop for at most so long; what is left waits for the next turns, where it is
 * started in order, one piece a turn. However much comes at once, timers and other connections get their turn between.
 */
export class LoopTurns {
  readonly #milliseconds: number;
  readonly #waiting: (() => void)[] = [];
  #turnBegan: number | undefined;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  /** Starts the work now or in one of the next turns. It must not throw: then nobody is there any more to be told. */
  start(work: () => void): void {
    if (this.#waiting.length === 0 && this.#hasTimeLeft()) work();
    else this.#waiting.push(work);
  }

  #hasTimeLeft(): boolean {
    if (this.#turnBegan !== undefined) return performance.now() - this.#turnBegan < this.#milliseconds;
    this.#turnBegan = performance.now();
    setImmediate(() => this.#nextTurn());
    return true;
  }

  #nextTurn(): void {
    const work = this.#waiting.shift();
    this.#turnBegan = work === undefined ? undefined : performance.now();
    if (work === undefined) return;
    setImmediate(() => this.#nextTurn());
    work();
  }
}
