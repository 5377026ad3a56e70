import { type PackageRevision } from '@porch/repository';

/**
 * The revisions that one was cloned or upgraded from, by name (E-5.6). A placeholder refers to none: what it stands for
 * was published under a number, which does.
 */
export function upstreamNames(revision: PackageRevision): string[] {
  if (revision.kind === 'placeholder') return [];
  const names = new Set<string>();
  for (const task of revision.tasks) {
    const cloned = task.type === 'clone' ? task.clone?.upstreamRef?.upstreamRef?.name : undefined;
    const upgraded = task.type === 'upgrade' ? task.upgrade?.newUpstreamRef?.name : undefined;
    for (const name of [cloned, upgraded]) if (name) names.add(name);
  }
  return [...names];
}
