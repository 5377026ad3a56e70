import { type FieldDecision, type MergeOutcome } from '../merge/field-decision';
import { type PackageTree, sameBytes } from './package-files';

/** What was decided about one resource of a file. */
export interface ResourceDecision {
  apiVersion: string;
  kind: string;
  namespace: string;
  name: string;
  outcome: MergeOutcome;
  /** The fields that not all versions agree on; empty where the resource was taken, kept or removed as a whole. */
  fields: FieldDecision[];
}

/** What was decided about one file that the three packages do not agree on. */
export interface MergeDecision {
  /** Path in the package tree. */
  path: string;
  outcome: MergeOutcome;
  /** What that means for the local package. */
  change: 'added' | 'changed' | 'removed' | 'kept';
  /** The resources that were decided one by one; empty for files that were taken or kept as a whole. */
  resources: ResourceDecision[];
}

export interface MergedTrees {
  original: PackageTree;
  updated: PackageTree;
  local: PackageTree;
  result: PackageTree;
}

/**
 * Says of each file what a merge did with it.
 *
 * @param resources what is known about resources, by path of their file.
 */
export function decideAboutFiles(
  trees: MergedTrees,
  resources: ReadonlyMap<string, readonly ResourceDecision[]>,
): MergeDecision[] {
  const { original, updated, local, result } = trees;
  const paths = new Set([original, updated, local, result].flatMap((files) => [...files.keys()]));
  return [...paths].sort().flatMap((path) => {
    const decided = resources.get(path) ?? [];
    const versions = [original, updated, local, result].map((files) => files.get(path));
    const outcome = combineOutcomes(decided.map((resource) => resource.outcome)) ?? outcomeOfBytes(versions);
    if (!outcome) return [];
    return [{ path, outcome, change: changeOf(local.get(path), result.get(path)), resources: [...decided] }];
  });
}

/** The outcome of a whole by those of its parts; a lost change anywhere is what people have to know of. */
export function combineOutcomes(outcomes: readonly MergeOutcome[]): MergeOutcome | undefined {
  for (const conflict of ['conflict-upstream', 'conflict-local'] as const) {
    if (outcomes.includes(conflict)) return conflict;
  }
  return new Set(outcomes).size > 1 ? 'merged' : outcomes[0];
}

function outcomeOfBytes(versions: readonly (Uint8Array | undefined)[]): MergeOutcome | undefined {
  const [original, updated, local, result] = versions;
  const isLocal = sameBytes(result, local);
  if (sameBytes(updated, local)) return isLocal ? undefined : 'merged';
  if (sameBytes(original, local)) return isLocal ? 'local' : 'upstream';
  if (sameBytes(original, updated)) return isLocal ? 'local' : 'upstream';
  if (sameBytes(result, updated)) return 'conflict-upstream';
  return isLocal ? 'conflict-local' : 'merged';
}

function changeOf(local: Uint8Array | undefined, result: Uint8Array | undefined): MergeDecision['change'] {
  if (!local) return result ? 'added' : 'kept';
  if (!result) return 'removed';
  return sameBytes(local, result) ? 'kept' : 'changed';
}
