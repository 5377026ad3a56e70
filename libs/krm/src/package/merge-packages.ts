import { addMergeComments } from './add-merge-comments';
import { copyMergePackage, replacePackage } from './replace-package';
import { fastForwardPackage } from './fast-forward-package';
import { decideAboutFiles, type MergeDecision, type ResourceDecision } from './merge-decision';
import type { MergeFormatting, MergeSession } from './merge-session';
import { isInside, type PackageTree } from './package-files';
import { resourceMerge } from './resource-merge';
import { findSubpackagesOfAll } from './subpackages';

/** How a package is brought to a new upstream version. */
export type UpdateStrategy = 'resource-merge' | 'fast-forward' | 'force-delete-replace' | 'copy-merge';

export const UPDATE_STRATEGIES: readonly UpdateStrategy[] = [
  'resource-merge',
  'fast-forward',
  'force-delete-replace',
  'copy-merge',
];

export interface MergePackagesInput {
  /** The upstream package that the local one was made from. */
  original: PackageTree;
  /** The upstream package to go to. */
  updated: PackageTree;
  /** The downstream package. */
  local: PackageTree;
  /** An unknown or missing strategy is resource-merge, as in kpt. */
  strategy?: string;
  /**
   * Whether this is the package whose Kptfile names the upstream, which is the case unless it is a subpackage merged on its
   * own. A root keeps its own upstream fields.
   */
  isRoot?: boolean;
  /**
   * `preserve` (the default) keeps the text of files and resources that come out as they were; `kpt` writes every merged
   * file in kyaml's layout, as kpt does.
   */
  formatting?: MergeFormatting;
  /**
   * Give both upstream packages the merge keys that cloning gave the local one. Without them every resource of a clone counts
   * as changed here: nothing fast-forwards, and what upstream removes stays.
   */
  stampUpstream?: boolean;
  /** Name of the local package's directory, by which fast-forward knows a Kptfile that kpt made itself. */
  directoryName?: string;
}

export interface MergedPackage {
  /** The local package after the merge. */
  files: Map<string, Uint8Array>;
  /**
   * What was decided about each file that the three packages do not agree on, sorted by path. Subpackages with an upstream of
   * their own are not decided about here.
   */
  decisions: MergeDecision[];
}

const STRATEGIES: Readonly<Record<UpdateStrategy, (session: MergeSession) => Map<string, Uint8Array>>> = {
  'resource-merge': resourceMerge,
  'fast-forward': fastForwardPackage,
  'force-delete-replace': replacePackage,
  'copy-merge': copyMergePackage,
};

export function isUpdateStrategy(strategy: string | undefined): strategy is UpdateStrategy {
  return UPDATE_STRATEGIES.some((known) => known === strategy);
}

/**
 * Does to a package what upstream did between two of its versions, with one of kpt's update strategies. Subpackages are
 * included; those with an upstream of their own are left to their own update. Pure: nothing is read or written, and the
 * inputs stay as they are.
 *
 * @throws PorchError (Invalid) with kpt's text when the strategy refuses (fast-forward with local changes, a subpackage added
 * on both sides), and for files that cannot be read or merged.
 */
export function mergePackages(input: MergePackagesInput): MergedPackage {
  const { local, strategy } = input;
  const stamped = (files: PackageTree) =>
    input.stampUpstream ? addMergeComments(files, { kptfiles: true, keepUnreadable: true }) : files;
  const [original, updated] = [stamped(input.original), stamped(input.updated)];
  const resourceDecisions = new Map<string, ResourceDecision[]>();
  const session: MergeSession = {
    original,
    updated,
    local,
    isRoot: input.isRoot ?? true,
    formatting: input.formatting ?? 'preserve',
    directoryName: input.directoryName,
    resourceDecisions,
  };
  const merge = STRATEGIES[isUpdateStrategy(strategy) ? strategy : 'resource-merge'];
  const files = merge(session);
  const decisions = decideAboutFiles({ original, updated, local, result: files }, resourceDecisions);
  const remote = findSubpackagesOfAll([original, updated, local], { matcher: 'remote', recursive: true });
  const isLeftToOthers = ({ path, change }: MergeDecision) =>
    change === 'kept' && remote.some((directory) => isInside(path, directory));
  return { files, decisions: decisions.filter((decision) => !isLeftToOthers(decision)) };
}
