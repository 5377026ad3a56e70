import { isPublished, type PackageRevisionObject, type RepositoryObject } from '@porch/api';

/** Published revisions of a package's upstream that are newer than the one it is based on. */
export interface AvailableUpdates {
  /** Name of the registered repository that the upstream is in; empty when there is none. */
  repository: string;
  /** What the downstream is based on: a revision's name in git (`v1`), or undefined and a draft's workspace. */
  basedOn: string;
  draft: string | undefined;
  updates: PackageRevisionObject[];
}

/**
 * Looks up the upstream of a revision by its lock (git repository, and `path/v1` or `drafts/path/workspace` as ref, the
 * path from the repository's root) among the registered repositories and their published revisions. Repositories of
 * namespaces whose revisions are not listed cannot tell of updates and do not count. A lock of another form, such as a
 * branch's that was cloned from plain git, has no updates known here.
 */
export function availableUpdates(
  revision: PackageRevisionObject,
  all: readonly PackageRevisionObject[],
  repositories: readonly RepositoryObject[],
): AvailableUpdates {
  const lock = revision.status?.upstreamLock?.git;
  if (!lock?.ref && !lock?.repo) return { repository: '', basedOn: '', draft: undefined, updates: [] };
  const ref = lock.ref ?? '';
  const slash = ref.lastIndexOf('/');
  if (slash < 0) return { repository: '', basedOn: ref, draft: undefined, updates: [] };
  const isDraft = ref.startsWith('drafts/');
  const basedOn = ref.slice(slash + 1);
  const path = ref.slice(isDraft ? 'drafts/'.length : 0, slash);
  const current = isDraft ? 0 : revisionNumber(basedOn);
  const { namespace } = revision.metadata;
  const listed = new Set([namespace, ...all.map(({ metadata }) => metadata.namespace)]);
  const seen = repositories.filter(({ metadata }) => listed.has(metadata.namespace));
  const home = homeOf({ repo: lock.repo ?? '', path, namespace }, seen);
  const updates = all.filter(
    ({ metadata, spec }) =>
      home !== undefined &&
      isPublished(spec.lifecycle ?? 'Draft') &&
      spec.repository === home.name &&
      metadata.namespace === home.namespace &&
      spec.packageName === home.packageName &&
      (spec.revision ?? 0) > current,
  );
  updates.sort((a, b) => (a.spec.revision ?? 0) - (b.spec.revision ?? 0));
  return { repository: home?.name ?? '', basedOn, draft: isDraft ? basedOn : undefined, updates };
}

/**
 * The registered repository that a path in a git repository belongs to, and the package's name there, which leaves the
 * repository's directory out. Several may hold it: one in the same namespace comes first, then the one registered last.
 */
function homeOf(
  at: { repo: string; path: string; namespace: string | undefined },
  repositories: readonly RepositoryObject[],
): { name: string; namespace: string | undefined; packageName: string } | undefined {
  const homes = repositories.flatMap(({ metadata, spec }) => {
    if (spec.git === undefined || withGitSuffix(spec.git.repo) !== withGitSuffix(at.repo)) return [];
    const directory = (spec.git.directory ?? '').replace(/^\/+|\/+$/g, '');
    const inside = directory === '' || at.path.startsWith(`${directory}/`);
    if (!inside) return [];
    const packageName = directory === '' ? at.path : at.path.slice(directory.length + 1);
    return [{ name: metadata.name ?? '', namespace: metadata.namespace, packageName }];
  });
  return homes.findLast(({ namespace }) => namespace === at.namespace) ?? homes.at(-1);
}

/** `v3` is 3; a ref that is no revision counts as -1, so that every published revision is newer. */
function revisionNumber(text: string): number {
  const digits = /^v?(\d+)$/.exec(text)?.[1];
  return digits === undefined ? -1 : Number(digits);
}

function withGitSuffix(address: string): string {
  return address.endsWith('.git') ? address : `${address}.git`;
}
