import { type Clock, type OperationContext } from '@porch/repository';
import { PorchError, redactUrl } from '@porch/api';
import { commitAuthorship } from '../layout/commit-authorship';
import { formatCommit } from '../objects/commit';
import { ZERO_ID } from '../objects/git-object';
import { formatTree, REGULAR_MODE } from '../objects/tree';
import { type GitOrigin } from '../origin/git-origin';
import { ObjectOverlay } from '../package/object-overlay';
import { RefConflictError } from '../refs/ref-update';
import { type CheckedGitSpec } from './git-repository-spec';

/** Makes the repository's branch where it is missing and the Repository asks for that. @throws PorchError Invalid */
export async function ensureBranch(
  origin: GitOrigin,
  spec: CheckedGitSpec,
  clock: Clock,
  context: OperationContext,
): Promise<void> {
  const { branchRef } = spec.layout;
  if (origin.refs.has(branchRef)) return;
  if (!spec.git.createBranch) throw missingBranch(spec);
  const objects = new ObjectOverlay(origin.objects);
  const id = objects.add('blob', Buffer.from('Created by porch\n'));
  const tree = objects.add('tree', formatTree([{ mode: REGULAR_MODE, name: 'README.md', id }]));
  const message = 'Initial commit: Creating main branch\n';
  const authorship = commitAuthorship(spec.git, undefined, clock.now());
  const newId = objects.add('commit', formatCommit({ tree, parents: [], ...authorship, message }));
  try {
    await origin.push([{ name: branchRef, oldId: ZERO_ID, newId }], objects.added, context);
  } catch (error) {
    // Somebody else made it: just as well.
    if (!(error instanceof RefConflictError) || !origin.refs.has(branchRef)) throw error;
  }
}

export function missingBranch({ git, layout }: CheckedGitSpec): PorchError {
  return new PorchError('Invalid', `branch "${layout.branch}" not found in repository ${redactUrl(git.repo)}`);
}
