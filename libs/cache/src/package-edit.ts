import { isPublished, type KubernetesObject, PACKAGE_REVS, toTimestamp } from '@porch/api';
import {
  type CachedPackageRevision,
  type ObjectWrite,
  type PackageKey,
  type PackageRevision,
  packageRevisionName,
  type PackageRevisionMetadata,
} from '@porch/repository';
import { observeRevision, sameObservation } from './observed-revision';
import { packageRecordName, type PackageRecord, toPackageRecordObject } from './package-record';
import { PACKAGE_RECORDS, toPackageRev } from './package-rev';

/** What the index knows of one package. */
export interface PackageState {
  readonly revisions: ReadonlyMap<string, CachedPackageRevision>;
  readonly record: PackageRecord | undefined;
}

/** What is to become of one package. Revisions that are not named stay, apart from being the latest or not. */
export interface PackageEdit {
  /** As they are in the repository now, each with new metadata of the user's, or with what it had. */
  readonly put: readonly { readonly revision: PackageRevision; readonly metadata?: PackageRevisionMetadata }[];
  /** Names of revisions that are gone. */
  readonly remove: readonly string[];
}

interface Target {
  readonly name: string;
  readonly revision: PackageRevision;
  readonly metadata: PackageRevisionMetadata;
  readonly current: CachedPackageRevision | undefined;
  readonly named: boolean;
  readonly createdAt: Date | undefined;
}

/**
 * Decides which rows to write so that the stored package is as the edit says, with exactly one latest revision. Only
 * what differs is written, each row by compare-and-swap. The order is that in which watchers learn of it: what is gone,
 * what was asked for, revisions that stopped or began to be the latest, the placeholder.
 */
export function planPackageEdit(
  key: PackageKey,
  state: PackageState,
  edit: PackageEdit,
  options: { readonly deployment: boolean; readonly now: Date },
): ObjectWrite[] {
  const targets = targetsOf(state, edit);
  const latest = latestOf(targets.map(({ revision }) => revision));
  const removals = edit.remove.flatMap((name) => {
    const current = state.revisions.get(name);
    return current ? [removal(current)] : [];
  });
  const puts = targets
    .sort((a, b) => writeOrder(a) - writeOrder(b))
    .flatMap((target) => putRow(key, target, target.revision === latest, options));
  const record = recordWrite(key, state, targets, latest);
  return [...removals, ...puts, ...record];
}

/** The highest published revision; a placeholder or a tag without a number is none. */
export function latestOf<R extends PackageRevision>(revisions: Iterable<R>): R | undefined {
  let latest: R | undefined;
  for (const revision of revisions) {
    if (revision.revision < 1 || !isPublished(revision.lifecycle)) continue;
    if (!latest || revision.revision > latest.revision) latest = revision;
  }
  return latest;
}

function targetsOf(state: PackageState, edit: PackageEdit): Target[] {
  const named = new Map(edit.put.map((put) => [packageRevisionName(put.revision.key), put]));
  const removed = new Set(edit.remove);
  const all = [...state.revisions.values(), ...edit.put.map(({ revision }) => revision)];
  const targets: Target[] = [...named].map(([name, { revision, metadata }]) => {
    const current = state.revisions.get(name);
    const createdAt = createdAtOf(revision, all);
    return { name, revision, metadata: metadata ?? current?.metadata ?? {}, current, named: true, createdAt };
  });
  for (const [name, current] of state.revisions) {
    if (named.has(name) || removed.has(name)) continue;
    const { metadata, createdAt } = current;
    targets.push({ name, revision: current, metadata, current, named: false, createdAt });
  }
  return targets;
}

/** A placeholder is as old as its package, which stays true when the rows are made anew. */
function createdAtOf(revision: PackageRevision, siblings: readonly PackageRevision[]): Date | undefined {
  if (revision.createdAt || revision.kind !== 'placeholder') return revision.createdAt;
  const times = siblings.flatMap(({ createdAt }) => createdAt?.getTime() ?? []);
  return times.length > 0 ? new Date(Math.min(...times)) : revision.publishedAt;
}

function writeOrder(target: Target): number {
  if (target.revision.kind === 'placeholder') return 2;
  return target.named ? 0 : 1;
}

function putRow(
  key: PackageKey,
  target: Target,
  latest: boolean,
  options: { readonly deployment: boolean; readonly now: Date },
): ObjectWrite[] {
  const { revision, metadata, current } = target;
  const { deployment } = target.named ? options : { deployment: current?.deployment ?? options.deployment };
  const observed = observeRevision(revision, { latest, deployment });
  const creationTimestamp = current?.creationTimestamp ?? toTimestamp(target.createdAt ?? options.now);
  const object = toPackageRev({ repository: key.repository, creationTimestamp, metadata, observed });
  if (!current) return [{ operation: 'create', resource: PACKAGE_REVS, object }];
  const before = observeRevision(current, current);
  const unchanged = metadata === current.metadata || JSON.stringify(metadata) === JSON.stringify(current.metadata);
  if (unchanged && sameObservation(before, observed)) return [];
  return [update(PACKAGE_REVS, object, current.resourceVersion)];
}

function removal(current: CachedPackageRevision): ObjectWrite {
  return {
    operation: 'delete',
    resource: PACKAGE_REVS,
    namespace: current.key.repository.namespace,
    name: current.name,
    preconditions: { resourceVersion: current.resourceVersion },
  };
}

function recordWrite(
  key: PackageKey,
  state: PackageState,
  targets: readonly Target[],
  latest: PackageRevision | undefined,
): ObjectWrite[] {
  const numbers = targets.map(({ revision }) => revision.revision);
  const known = state.record?.highestRevision ?? 0;
  const highest = Math.max(known, ...numbers);
  const before = latestOf(state.revisions.values());
  const sameLatest = before?.key.workspaceName === latest?.key.workspaceName && before?.revision === latest?.revision;
  if (highest === known && sameLatest) return [];
  const object = toPackageRecordObject(key, highest);
  return state.record
    ? [update(PACKAGE_RECORDS, object, state.record.resourceVersion)]
    : [{ operation: 'create', resource: PACKAGE_RECORDS, object }];
}

function update(resource: string, object: KubernetesObject, resourceVersion: string): ObjectWrite {
  return { operation: 'update', resource, object, preconditions: { resourceVersion } };
}

/** Removes all rows of a package, its record included. */
export function planPackageRemoval(key: PackageKey, state: PackageState): ObjectWrite[] {
  const record: ObjectWrite[] = state.record
    ? [
        {
          operation: 'delete',
          resource: PACKAGE_RECORDS,
          namespace: key.repository.namespace,
          name: packageRecordName(key),
          preconditions: { resourceVersion: state.record.resourceVersion },
        },
      ]
    : [];
  return [...[...state.revisions.values()].map(removal), ...record];
}
