import { type GitRepositorySpec } from '@porch/api';
import { type UserInfo } from '@porch/repository';
import { type Signature } from '../objects/commit';

const PORCH = { name: 'Package Orchestration Service', email: 'porch@kpt.dev' };
const AUTHENTICATED = 'system:authenticated';

/** Who a commit is by and who made it (E-4.5): the repository's author, else the user who asked, else Porch. */
export function commitAuthorship(
  spec: GitRepositorySpec,
  user: UserInfo | undefined,
  now: Date,
): { readonly author: Signature; readonly committer: Signature } {
  const when = { seconds: Math.floor(now.getTime() / 1000), zone: '+0000' };
  return { author: { ...authorOf(spec, user), ...when }, committer: { ...PORCH, ...when } };
}

function authorOf(spec: GitRepositorySpec, user: UserInfo | undefined): { name: string; email: string } {
  if (spec.author || spec.email) return { name: spec.author || spec.email || '', email: spec.email ?? '' };
  if (user && user.name !== '' && user.groups.includes(AUTHENTICATED)) return { name: user.name, email: user.name };
  return PORCH;
}
