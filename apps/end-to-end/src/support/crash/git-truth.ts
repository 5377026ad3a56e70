import { succeed } from '../run-program';
import { type PackageRevisionObject } from '@porch/api';

/** What a git repository says of its package revisions, by git alone. */
export interface GitTruth {
  /** `Draft P W`, `Proposed P W`, `Published P vN`, `DeletionProposed P vN`, sorted. */
  readonly revisions: readonly string[];
  /** `P/vN` of each approval on the branch, as often as it is there. */
  readonly approvals: readonly string[];
  /** Tags that the branch does not have in its history. */
  readonly tagsBesideBranch: readonly string[];
  readonly tags: readonly string[];
}

/** @param drafts repositories that have drafts of this one beside it */
export async function readGitTruth(directory: string, drafts: readonly string[] = []): Promise<GitTruth> {
  const git = (...args: string[]) => succeed('git', ['--git-dir', directory, ...args]);
  const lines = (text: string) => text.split('\n').filter((line) => line !== '');
  const refs = lines(await git('for-each-ref', '--format=%(refname)'));
  for (const beside of drafts) {
    const list = ['for-each-ref', '--format=%(refname)', 'refs/heads/drafts/'];
    refs.push(...lines(await succeed('git', ['--git-dir', beside, ...list])));
  }
  const tags = refs.filter((ref) => ref.startsWith('refs/tags/')).map((ref) => ref.slice('refs/tags/'.length));
  const merged = new Set(lines(await git('tag', '--merged', 'main')));
  const notes = lines(await git('log', 'main', '--format=%B')).filter((line) => line.startsWith('kpt:'));
  return {
    revisions: revisionsOf(refs, tags),
    approvals: notes.flatMap((line) => approvalOf(line)),
    tagsBesideBranch: tags.filter((tag) => !merged.has(tag)),
    tags,
  };
}

function revisionsOf(refs: readonly string[], tags: readonly string[]): string[] {
  const open = refs.flatMap((ref) => {
    const [, kind, packageName, workspace] = /^refs\/heads\/(drafts|proposed)\/(.+)\/([^/]+)$/.exec(ref) ?? [];
    return kind ? [`${kind === 'drafts' ? 'Draft' : 'Proposed'} ${packageName} ${workspace}`] : [];
  });
  const published = tags.map((tag) => {
    const lifecycle = refs.includes(`refs/heads/deletionProposed/${tag}`) ? 'DeletionProposed' : 'Published';
    return `${lifecycle} ${tag.replace(/\/(?=v\d+$)/, ' ')}`;
  });
  return [...open, ...published].sort();
}

function approvalOf(line: string): string[] {
  const note = JSON.parse(line.slice('kpt:'.length)) as { package?: string; revision?: string };
  return Number(note.revision) > 0 ? [`${note.package}/v${note.revision}`] : [];
}

/** The same of what a server lists of one repository; placeholders are no revisions of their own. */
export function listedRevisions(list: readonly PackageRevisionObject[], repository: string): string[] {
  return list
    .filter(({ spec }) => spec.repository === repository && spec.revision !== -1)
    .map(({ spec: { lifecycle, packageName, workspaceName, revision } }) =>
      [lifecycle, packageName, revision ? `v${revision}` : workspaceName].join(' '),
    )
    .sort();
}
