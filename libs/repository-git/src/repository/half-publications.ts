import { isPublished } from '@porch/api';
import { type Approval, type CommitIndex } from '../facts/commit-index';
import { type RefLayout, revisionNumber } from '../layout/ref-layout';
import { type ObjectId, ZERO_ID } from '../objects/git-object';
import { type RefMap, type RefUpdate } from '../refs/ref-update';
import { type GitPackageRevision } from './git-package-revision';
import { type RevisionMap } from './revision-map';

/** What is to be done about a change that broke off between two refs. */
export type Completion =
  /** Refs that have to move as they would have. */
  | { readonly kind: 'refs'; readonly subject: string; readonly updates: readonly RefUpdate[] }
  /** A published revision that never reached the branch, and the draft or proposal it was made of. */
  | { readonly kind: 'branch'; readonly published: GitPackageRevision; readonly leftover: GitPackageRevision };

export interface HalfPublicationFacts {
  readonly revisions: RevisionMap;
  readonly commits: CommitIndex;
  readonly layout: RefLayout;
  readonly refs: RefMap;
}

/** Approvals that a draft or a proposal outlived: whatever broke off left one behind. */
export function halfApprovals({ revisions, commits, layout }: HalfPublicationFacts): HalfApproval[] {
  const unpublished = [...revisions.all(), ...revisions.hidden()].filter(
    ({ lifecycle }) => lifecycle === 'Draft' || lifecycle === 'Proposed',
  );
  return unpublished.flatMap((leftover) => {
    const { packageName, workspaceName } = leftover.key;
    const approvals = commits.approvalsOf(layout.fullPath(packageName), workspaceName, leftover.commit);
    return approvals.map((approval) => ({ leftover, ...approval }));
  });
}

export interface HalfApproval extends Approval {
  readonly leftover: GitPackageRevision;
}

/** Two refs of one revision, the second of which is further in its life. */
export interface RepeatedRevision {
  readonly hidden: GitPackageRevision;
  readonly shown: GitPackageRevision;
}

/** What changes that broke off, whichever way they went, and restored backups leave beside approvals. */
export function repeatedRevisions(
  { revisions }: HalfPublicationFacts,
  approvals: readonly HalfApproval[],
): RepeatedRevision[] {
  const approved = new Set(approvals.map(({ leftover }) => leftover));
  return revisions.hidden().flatMap((hidden) => {
    const shown = revisions.find(hidden.key.packageName, hidden.key.workspaceName);
    const isOpen = !isPublished(hidden.lifecycle) && !approved.has(hidden);
    return shown?.kind === 'revision' && isOpen ? [{ hidden, shown }] : [];
  });
}

/**
 * What completes publications that broke off between two refs, where refs cannot move together (a server without
 * `atomic`, a crash in a bare directory). We make the tag, then move the branch, then remove the draft; others may have
 * done it in another order.
 *
 * @param onBranch what led to the branch's head; empty where nobody asked because nothing is half
 * @param outdated repeated revisions that the other one grew from
 */
export function completionsOfHalfPublications(
  facts: HalfPublicationFacts,
  approvals: readonly HalfApproval[],
  onBranch: ReadonlySet<ObjectId>,
  outdated: readonly GitPackageRevision[],
): Completion[] {
  const { revisions, layout, refs } = facts;
  const completions: Completion[] = [];
  for (const { leftover, commit, onto, revision } of approvals) {
    const { packageName, workspaceName } = leftover.key;
    const tag = layout.tagRef(packageName, `v${revision}`);
    const shown = revisions.find(packageName, workspaceName);
    if (onBranch.has(commit)) {
      if (!refs.has(tag)) {
        completions.push(moving(leftover, { name: tag, oldId: ZERO_ID, newId: commit }, removal(leftover)));
      } else if (shown?.commit === commit) completions.push(moving(leftover, removal(leftover)));
    } else if (shown?.commit === commit && onBranch.has(onto)) {
      completions.push({ kind: 'branch', published: shown, leftover });
    }
  }
  const endings = outdated.map((revision) => moving(revision, removal(revision)));
  return [...completions, ...endings, ...orphanedProposals(facts)];
}

/**
 * Proposals to delete numbered revisions that are gone; they would say the same of whatever gets that name again. Other
 * versions may be branches of other Repositories.
 */
function orphanedProposals({ layout, refs }: HalfPublicationFacts): Completion[] {
  const completions: Completion[] = [];
  for (const [name, oldId] of refs) {
    const meaning = layout.isDeletionProposal(name) ? layout.parse(name) : undefined;
    if (meaning?.kind !== 'deletionProposed' || revisionNumber(meaning.version) < 1) continue;
    if (refs.has(layout.tagRef(meaning.packageName, meaning.version))) continue;
    completions.push({ kind: 'refs', subject: name, updates: [{ name, oldId, newId: ZERO_ID }] });
  }
  return completions;
}

function moving({ refName }: GitPackageRevision, ...updates: readonly RefUpdate[]): Completion {
  return { kind: 'refs', subject: refName, updates };
}

function removal({ refName, target }: GitPackageRevision): RefUpdate {
  return { name: refName, oldId: target, newId: ZERO_ID };
}
