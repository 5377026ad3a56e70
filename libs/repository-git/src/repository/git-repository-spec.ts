import { type GitRepositorySpec, PorchError, type RepositoryObject } from '@porch/api';
import { packagePathProblem } from '@porch/repository';
import { isValidRefName } from '../refs/ref-name';
import { RefLayout } from '../layout/ref-layout';

/** A Repository's git section, checked. */
export interface CheckedGitSpec {
  readonly git: GitRepositorySpec;
  readonly layout: RefLayout;
}

/** @throws PorchError Invalid naming the field that is wrong */
export function checkGitSpec(repository: RepositoryObject): CheckedGitSpec {
  const { type, git } = repository.spec;
  if (type === 'oci') refuse('spec.type: repositories of type "oci" are not supported yet; use "git"');
  if (!git) refuse('git property is required');
  if (!git.repo) refuse('git.repo property is required');
  const branch = git.branch ?? 'main';
  if (!isValidRefName(`refs/heads/${branch}`)) refuse(`spec.git.branch: "${branch}" is not a valid branch name`);
  const reserved = /^(drafts|proposed|deletionProposed)(\/|$)/.exec(branch);
  if (reserved) refuse(`spec.git.branch: branches under "${reserved[1]}/" belong to package revisions`);
  const directory = (git.directory ?? '').replace(/^\/+|\/+$/g, '');
  const problem = directory === '' ? undefined : packagePathProblem(directory);
  if (problem !== undefined) refuse(`spec.git.directory: "${git.directory}" is refused: ${problem}`);
  if (directory !== '' && !isValidRefName(`refs/heads/drafts/${directory}/x`)) {
    refuse(`spec.git.directory: "${git.directory}" cannot be part of a ref name`);
  }
  return { git, layout: new RefLayout(branch, directory) };
}

function refuse(message: string): never {
  throw new PorchError('Invalid', message);
}
