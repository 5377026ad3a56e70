import { type Commit, parseCommit } from '../objects/commit';
import { type ObjectId } from '../objects/git-object';
import { CooperativeSlice } from '../storage/cooperative-slice';
import { type ObjectReader, readTyped } from '../storage/object-database';
import { LatestFirstQueue } from './latest-first-queue';

export interface IdentifiedCommit extends Commit {
  readonly id: ObjectId;
}

interface Waiting {
  readonly commit: IdentifiedCommit;
  readonly isHeld: boolean;
}

/**
 * The commits that lead to `tips` and not to `held`, `git rev-list tips --not held`. Both histories are walked from the
 * newest commit on, only as far as they have not met; where clocks went wrong a few commits too many are named.
 * @throws MissingObjectError, the signal's reason
 */
export async function commitsBetween(
  objects: ObjectReader,
  held: Iterable<ObjectId>,
  tips: Iterable<ObjectId>,
  signal: AbortSignal,
): Promise<readonly IdentifiedCommit[]> {
  const queue = new LatestFirstQueue<Waiting>();
  const heldIds = new Set<ObjectId>();
  const wantedIds = new Set<ObjectId>();
  const found = new Map<ObjectId, IdentifiedCommit>();
  let wantedInQueue = 0;
  const visit = (id: ObjectId, isHeld: boolean) => {
    if (heldIds.has(id) || (!isHeld && wantedIds.has(id))) return;
    (isHeld ? heldIds : wantedIds).add(id);
    if (isHeld) found.delete(id);
    else wantedInQueue += 1;
    const commit = { id, ...parseCommit(readTyped(objects, id, 'commit')) };
    // Of one second, what is held comes first: it may turn out to lead to the others.
    queue.add(commit.committer.seconds * 2 + (isHeld ? 1 : 0), { commit, isHeld });
  };
  for (const id of held) visit(id, true);
  for (const id of tips) visit(id, false);
  const slice = new CooperativeSlice(signal);
  while (wantedInQueue > 0) {
    const next = queue.take();
    if (!next) break;
    const { commit } = next;
    if (!next.isHeld) wantedInQueue -= 1;
    const isHeld = heldIds.has(commit.id);
    if (!isHeld) found.set(commit.id, commit);
    for (const parent of commit.parents) visit(parent, isHeld);
    await slice.pause();
  }
  return [...found.values()];
}

/** Whether a commit is another one, or led to it; certain, if it takes the whole history. */
export async function leadsTo(
  objects: ObjectReader,
  commit: ObjectId,
  later: ObjectId,
  signal: AbortSignal,
): Promise<boolean> {
  const queue = new LatestFirstQueue<ObjectId>();
  const seen = new Set([later]);
  const slice = new CooperativeSlice(signal);
  for (let id: ObjectId | undefined = later; id !== undefined && id !== commit; id = queue.take()) {
    for (const parent of parseCommit(readTyped(objects, id, 'commit')).parents) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      queue.add(parseCommit(readTyped(objects, parent, 'commit')).committer.seconds, parent);
    }
    await slice.pause();
  }
  return seen.has(commit);
}
