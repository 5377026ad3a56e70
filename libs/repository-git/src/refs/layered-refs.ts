import { type ObjectId } from '../objects/git-object';
import { type RefMap } from './ref-update';

/** Two lists of refs as one, as they are at each moment; a ref of the upper one hides its namesake in the lower one. */
export class LayeredRefs implements RefMap {
  constructor(
    private readonly upper: () => RefMap,
    private readonly lower: () => RefMap,
  ) {}

  get size(): number {
    const lower = this.lower();
    return lower.size + [...this.upper().keys()].filter((name) => !lower.has(name)).length;
  }

  get(name: string): ObjectId | undefined {
    return this.upper().get(name) ?? this.lower().get(name);
  }

  has(name: string): boolean {
    return this.upper().has(name) || this.lower().has(name);
  }

  *entries(): MapIterator<[string, ObjectId]> {
    const upper = this.upper();
    yield* upper;
    for (const entry of this.lower()) if (!upper.has(entry[0])) yield entry;
  }

  *keys(): MapIterator<string> {
    for (const [name] of this.entries()) yield name;
  }

  *values(): MapIterator<ObjectId> {
    for (const [, id] of this.entries()) yield id;
  }

  [Symbol.iterator](): MapIterator<[string, ObjectId]> {
    return this.entries();
  }

  forEach(act: (id: ObjectId, name: string, refs: RefMap) => void): void {
    for (const [name, id] of this.entries()) act(id, name, this);
  }
}
