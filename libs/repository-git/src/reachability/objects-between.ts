import { parseCommit } from '../objects/commit';
import { type ObjectId } from '../objects/git-object';
import { DIRECTORY_MODE, SUBMODULE_MODE } from '../objects/tree';
import { treeDifference } from '../objects/tree-difference';
import { CooperativeSlice } from '../storage/cooperative-slice';
import { type ObjectReader, readTyped } from '../storage/object-database';
import { commitsBetween } from './commits-between';

/** Objects, a tree with the older version in whose place it stands, where there is one. */
export type VersionedObjects = ReadonlyMap<ObjectId, ObjectId | undefined>;

/**
 * What somebody lacks for commits who has others with everything that leads to them: those commits in between, and what
 * of their trees is not in their parents'. The older version of a tree is among these or with whoever lacks it.
 * @throws MissingObjectError, the signal's reason
 */
export async function objectsBetween(
  objects: ObjectReader,
  held: Iterable<ObjectId>,
  tips: Iterable<ObjectId>,
  signal: AbortSignal,
): Promise<VersionedObjects> {
  const between = new Map<ObjectId, ObjectId | undefined>();
  const slice = new CooperativeSlice(signal);
  for (const { id, tree, parents } of await commitsBetween(objects, held, tips, signal)) {
    between.set(id, undefined);
    const [parent] = parents;
    const before = parent === undefined ? undefined : parseCommit(readTyped(objects, parent, 'commit')).tree;
    await addTree(objects, before, tree, between, slice);
  }
  return between;
}

async function addTree(
  objects: ObjectReader,
  before: ObjectId | undefined,
  after: ObjectId,
  between: Map<ObjectId, ObjectId | undefined>,
  slice: CooperativeSlice,
): Promise<void> {
  const pending = [{ before, after }];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    if (pair.before === pair.after || between.has(pair.after)) continue;
    between.set(pair.after, pair.before);
    const [old, present] = [pair.before, pair.after].map((id) =>
      id === undefined ? Buffer.alloc(0) : readTyped(objects, id, 'tree'),
    ) as [Buffer, Buffer];
    for (const change of treeDifference(old, present)) {
      const { mode, id } = change.after ?? { mode: SUBMODULE_MODE, id: '' };
      if (mode === SUBMODULE_MODE || id === change.before?.id) continue;
      if (mode !== DIRECTORY_MODE) between.set(id, undefined);
      else pending.push({ before: change.before?.mode === mode ? change.before.id : undefined, after: id });
    }
    await slice.pause();
  }
}
