import { type CachedPackageRevision, type PackageRevisionFilter, visibleLabels } from '@porch/repository';
import { compareRevisions, RevisionList } from './revision-list';
import { upstreamNames } from './upstream-names';

export type GroupKind = 'repository' | 'package' | 'workspace' | 'lifecycle' | 'label' | 'upstream';

/** Revisions that have something in common that clients select by, each group in the order of lists. */
export class RevisionGroups {
  readonly #groups = new Map<string, RevisionList>();

  get(kind: GroupKind, namespace: string, value: string): RevisionList | undefined {
    return this.#groups.get(group(kind, namespace, value));
  }

  /** Takes a revision out of the groups it was in and puts what came of it into those it is in now. */
  move(previous: CachedPackageRevision | undefined, revision: CachedPackageRevision | undefined): void {
    const left = new Map(previous ? groupsOf(previous).map((text) => [text, previous]) : []);
    for (const text of revision ? groupsOf(revision) : []) {
      const members = this.#groups.get(text) ?? new RevisionList();
      this.#groups.set(text, members);
      const replaced = left.get(text);
      if (replaced) members.replace(replaced, revision as CachedPackageRevision);
      else members.add(revision as CachedPackageRevision);
      left.delete(text);
    }
    for (const [text, member] of left) {
      const members = this.#groups.get(text);
      members?.remove(member);
      if (members?.size === 0) this.#groups.delete(text);
    }
  }

  /** Revisions, in order, that hold every match; undefined when the smallest such group has `enough` or more. */
  candidates(filter: PackageRevisionFilter, enough: number): readonly CachedPackageRevision[] | undefined {
    let smallest: readonly RevisionList[] | undefined;
    let smallestSize = enough;
    for (const wanted of wantedGroups(filter)) {
      const lists = wanted.flatMap((text) => this.#groups.get(text) ?? []);
      const size = lists.reduce((sum, list) => sum + list.size, 0);
      if (size >= smallestSize) continue;
      smallestSize = size;
      smallest = lists;
    }
    if (smallest === undefined) return undefined;
    if (smallest.length === 1) return smallest[0]?.list();
    return smallest.flatMap((list) => list.list()).sort(compareRevisions);
  }
}

/** Whether a filter has no condition but one that groups are made by, so that whoever is in them matches. */
export function isGroupFilter({ namespace, ...filter }: PackageRevisionFilter): boolean {
  const [condition, another] = Object.entries(filter).filter(([, value]) => value !== undefined);
  if (namespace === undefined || condition === undefined || another !== undefined) return false;
  if (condition[0] !== 'labelSelector') return GROUPED_FIELDS.has(condition[0]);
  const [requirement, further] = filter.labelSelector ?? [];
  return requirement?.operator === 'in' && further === undefined;
}

const GROUPED_FIELDS: ReadonlySet<string> = new Set(['repository', 'packageName', 'workspaceName', 'lifecycles']);

/** The groups a revision is found in. The namespace is part of each, since that is what nearly all lists ask for. */
function groupsOf(revision: CachedPackageRevision): string[] {
  const { namespace, name } = revision.key.repository;
  const { packageName, workspaceName } = revision.key;
  return [
    group('repository', namespace, name),
    group('package', namespace, packageName),
    group('workspace', namespace, workspaceName),
    group('lifecycle', namespace, revision.lifecycle),
    ...Object.entries(visibleLabels(revision)).map(([key, value]) => group('label', namespace, `${key}=${value}`)),
    ...upstreamNames(revision).map((upstream) => group('upstream', namespace, upstream)),
  ];
}

/** For each condition of a filter that has an index, the groups of which a match is in one. */
function wantedGroups(filter: PackageRevisionFilter): string[][] {
  const { namespace } = filter;
  if (namespace === undefined) return [];
  const wanted: string[][] = [];
  const want = (kind: GroupKind, values: readonly string[]) =>
    wanted.push([...new Set(values)].map((value) => group(kind, namespace, value)));
  if (filter.repository !== undefined) want('repository', [filter.repository]);
  if (filter.packageName !== undefined) want('package', [filter.packageName]);
  if (filter.workspaceName !== undefined) want('workspace', [filter.workspaceName]);
  if (filter.lifecycles !== undefined) want('lifecycle', filter.lifecycles);
  for (const requirement of filter.labelSelector ?? []) {
    if (requirement.operator !== 'in') continue;
    want(
      'label',
      requirement.values.map((value) => `${requirement.key}=${value}`),
    );
  }
  return wanted;
}

function group(kind: GroupKind, namespace: string, value: string): string {
  return `${kind}\n${namespace}\n${value}`;
}
