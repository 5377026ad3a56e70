import { edgeDelta } from '../objects/edge-delta';
import { type GitObject, type ObjectId } from '../objects/git-object';
import { packEntry } from '../storage/pack-builder';

const LONGEST_DELTA_CHAIN = 40;

/** Writes trees as what distinguishes them from one before. */
export class TreeDeltas {
  #recent: { id: ObjectId; content: Buffer; depth: number }[] = [];

  entry(id: ObjectId, object: GitObject): Buffer {
    if (object.type !== 'tree') return Buffer.concat(packEntry({ id, ...object }));
    for (const base of this.#recent) {
      const data = base.depth < LONGEST_DELTA_CHAIN ? edgeDelta(base.content, object.content) : undefined;
      if (data === undefined) continue;
      this.#remember(id, object.content, base.depth + 1);
      return Buffer.concat(packEntry({ id, ...object, delta: { baseId: base.id, data } }));
    }
    this.#remember(id, object.content, 0);
    return Buffer.concat(packEntry({ id, ...object }));
  }

  #remember(id: ObjectId, content: Buffer, depth: number): void {
    this.#recent = [{ id, content, depth }, ...this.#recent].slice(0, 8);
  }
}
