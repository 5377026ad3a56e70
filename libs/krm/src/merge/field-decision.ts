import type { YamlNode } from '../document/yaml-node';
import type { MergeSources } from './merge-visitor';
import { fields } from '../document/node-access';
import { toJs } from '../document/node-conversion';
import { isMissingOrNull, sameContent } from './node-content';

/**
 * What a merge did with a value:
 *
 * - `upstream`: only upstream changed it, its change was taken (added, changed or removed);
 * - `local`: only the local package changed it, the local state was kept;
 * - `merged`: both changed it, and parts of both are in the result;
 * - `conflict-upstream`: both changed it differently, upstream's state was taken and the local change is lost;
 * - `conflict-local`: both changed it differently, the local state was kept and upstream's change is not in the result.
 */
export type MergeOutcome = 'upstream' | 'local' | 'merged' | 'conflict-upstream' | 'conflict-local';

/** What was decided about one field of one resource. Values are absent where the field is not there. */
export interface FieldDecision {
  /** Path of the field, list elements as `[key=value]`: `spec`, `template`, `containers`, `[name=web]`, `image`. */
  path: readonly string[];
  outcome: MergeOutcome;
  original?: unknown;
  updated?: unknown;
  local?: unknown;
  result?: unknown;
}

/** Collects what a three-way merge decides about the fields that not all three documents agree on. */
export class FieldDecisionRecorder {
  readonly decisions: FieldDecision[] = [];

  /** Told of each value that was taken or kept as a whole. */
  record(path: readonly string[], [local, original, updated]: MergeSources, result: YamlNode | undefined): void {
    const outcome = outcomeOf(original, updated, local, result);
    if (!outcome) return;
    this.decisions.push({
      path,
      outcome,
      ...(original && { original: plainValue(original) }),
      ...(updated && { updated: plainValue(updated) }),
      ...(local && { local: plainValue(local) }),
      ...(!isMissingOrNull(result) && { result: plainValue(result) }),
    });
  }
}

const same = (a: YamlNode | undefined, b: YamlNode | undefined): boolean =>
  (isMissingOrNull(a) && isMissingOrNull(b)) || sameContent(a, b);

/** Undefined where there was nothing to decide: neither side changed the value, or both in the same way. */
export function outcomeOf(
  original: YamlNode | undefined,
  updated: YamlNode | undefined,
  local: YamlNode | undefined,
  result: YamlNode | undefined,
): MergeOutcome | undefined {
  if (same(updated, local)) return same(result, local) ? undefined : 'merged';
  if (same(original, local)) return same(result, updated) ? 'upstream' : 'local';
  if (same(original, updated)) return same(result, local) ? 'local' : 'upstream';
  if (same(result, updated)) return 'conflict-upstream';
  return same(result, local) ? 'conflict-local' : 'merged';
}

/** Plain data for people to look at; an alias is shown as such, so that nothing grows. */
function plainValue(node: YamlNode): unknown {
  if (node.kind === 'alias') return `*${node.value}`;
  if (node.kind === 'scalar') return toJs(node);
  if (node.kind === 'sequence') return node.content.map(plainValue);
  return Object.fromEntries([...fields(node)].map(({ key, value }) => [key.value, plainValue(value)]));
}
