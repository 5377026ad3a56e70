import { parseCommit, parseTag } from '../objects/commit';
import { type ObjectId } from '../objects/git-object';
import { parseTree, SUBMODULE_MODE } from '../objects/tree';
import { CooperativeSlice } from '../storage/cooperative-slice';
import { type ObjectReader } from '../storage/object-database';

/** Everything that can be reached from some objects, themselves included. @throws MissingObjectError */
export async function reachableObjects(
  objects: ObjectReader,
  roots: Iterable<ObjectId>,
  signal: AbortSignal,
): Promise<Set<ObjectId>> {
  const reached = new Set<ObjectId>(roots);
  const slice = new CooperativeSlice(signal);
  const pending = [...reached];
  const add = (id: ObjectId, hasParts: boolean) => {
    if (reached.has(id)) return;
    reached.add(id);
    if (hasParts) pending.push(id);
  };
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const { type, content } = objects.read(id);
    if (type === 'commit') {
      const { tree, parents } = parseCommit(content);
      for (const part of [tree, ...parents]) add(part, true);
    } else if (type === 'tag') add(parseTag(content).object, true);
    else if (type === 'tree') {
      for (const entry of parseTree(content)) {
        if (entry.mode !== SUBMODULE_MODE) add(entry.id, entry.mode === '40000');
      }
    }
    await slice.pause();
  }
  return reached;
}
