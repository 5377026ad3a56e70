import { type CommitIndex } from '../facts/commit-index';
import { type RefLayout } from '../layout/ref-layout';
import { ZERO_ID } from '../objects/git-object';
import { type RefMap, type RefUpdate } from '../refs/ref-update';
import { type GitPackageRevision } from './git-package-revision';
import { type RevisionMap } from './revision-map';

/**
 * What completes publications that broke off between two refs, where refs cannot move together (a server without
 * `atomic`, a crash in a bare directory): the tag that an approval on the branch lacks, and drafts that outlived it or
 * their proposal.
 */
export function completionsOfHalfPublications(
  revisions: RevisionMap,
  commits: CommitIndex,
  layout: RefLayout,
  refs: RefMap,
): RefUpdate[][] {
  const completions: RefUpdate[][] = [];
  for (const revision of revisions.all()) {
    if (revision.lifecycle !== 'Draft' && revision.lifecycle !== 'Proposed') continue;
    const { packageName, workspaceName } = revision.key;
    const approval = commits.approvalOf(layout.fullPath(packageName), workspaceName, revision.commit);
    if (!approval) continue;
    const tag = layout.tagRef(packageName, `v${approval.revision}`);
    if (!refs.has(tag)) completions.push([{ name: tag, oldId: ZERO_ID, newId: approval.commit }, removal(revision)]);
  }
  for (const hidden of revisions.hidden()) {
    const shown = revisions.find(hidden.key.packageName, hidden.key.workspaceName);
    const approval = commits.approvalOf(
      layout.fullPath(hidden.key.packageName),
      hidden.key.workspaceName,
      hidden.commit,
    );
    const outlived = approval && approval.commit === shown?.commit;
    // A proposal that is the draft itself: a change between the two that broke off, whichever way it went.
    const repeated = shown?.lifecycle === 'Proposed' && hidden.commit === shown.commit;
    if (hidden.revision === 0 && (outlived || repeated)) completions.push([removal(hidden)]);
  }
  return completions;
}

function removal({ refName, target }: GitPackageRevision): RefUpdate {
  return { name: refName, oldId: target, newId: ZERO_ID };
}
