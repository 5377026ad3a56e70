import { type ObjectId } from '../objects/git-object';
import { type CooperativeSlice } from '../storage/cooperative-slice';
import { type ObjectReader } from '../storage/object-database';
import { type ObjectFacts } from './object-facts';

/** Everything that led to a commit, itself included. @throws CorruptRepositoryError, the slice's signal's reason */
export async function ancestorsOf(
  facts: ObjectFacts,
  objects: ObjectReader,
  head: ObjectId,
  slice: CooperativeSlice,
): Promise<ReadonlySet<ObjectId>> {
  const reached = new Set([head]);
  const pending = [head];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    for (const parent of facts.commit(objects, id).parents) {
      if (reached.has(parent)) continue;
      reached.add(parent);
      pending.push(parent);
    }
    await slice.pause();
  }
  return reached;
}
