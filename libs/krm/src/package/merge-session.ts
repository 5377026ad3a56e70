import type { ResourceDecision } from './merge-decision';
import type { PackageTree } from './package-files';

/** How merged files are written. */
export type MergeFormatting = 'preserve' | 'kpt';

/** The three packages of a merge. */
export interface PackageTrees {
  readonly original: PackageTree;
  readonly updated: PackageTree;
  readonly local: PackageTree;
}

/** One merge under way: its inputs, its options, and what it has decided about resources so far. */
export interface MergeSession extends PackageTrees {
  /** Whether the package is the one whose Kptfile says where upstream is. */
  readonly isRoot: boolean;
  readonly formatting: MergeFormatting;
  /** Name of the local package's directory, where it has one that matters. */
  readonly directoryName: string | undefined;
  /** Path of a file → what was decided about its resources. */
  readonly resourceDecisions: Map<string, ResourceDecision[]>;
}
