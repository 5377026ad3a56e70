import { type PackageRevisionLifecycle, type Locator, type Task, toTimestamp } from '@porch/api';
import { type KptfileSummary, type PackageRevision, type PackageRevisionKind } from '@porch/repository';

/**
 * What was last seen of a revision in its repository, as it is stored: enough to show the revision before the
 * repository has answered. The order of the fields is part of it, since equality is that of the texts.
 */
export interface ObservedRevision {
  readonly packageName: string;
  readonly workspaceName: string;
  readonly kind: PackageRevisionKind;
  readonly revision: number;
  readonly lifecycle: PackageRevisionLifecycle;
  readonly contentVersion: string;
  readonly latest: boolean;
  readonly deployment: boolean;
  readonly tasks: readonly Task[];
  readonly kptfile: KptfileSummary;
  readonly selfLock: Locator;
  readonly publishedBy?: string;
  readonly publishedAt?: string;
  readonly createdAt?: string;
  readonly omittedPaths?: readonly string[];
}

export function observeRevision(
  revision: PackageRevision,
  flags: { readonly latest: boolean; readonly deployment: boolean },
): ObservedRevision {
  const { key, publishedBy, publishedAt, createdAt, omittedPaths = [] } = revision;
  return {
    packageName: key.packageName,
    workspaceName: key.workspaceName,
    kind: revision.kind,
    revision: revision.revision,
    lifecycle: revision.lifecycle,
    contentVersion: revision.contentVersion,
    latest: flags.latest,
    deployment: flags.deployment,
    tasks: revision.tasks,
    kptfile: revision.kptfile,
    selfLock: revision.selfLock,
    ...(publishedBy === undefined ? {} : { publishedBy }),
    ...(publishedAt === undefined ? {} : { publishedAt: toTimestamp(publishedAt) }),
    ...(createdAt === undefined ? {} : { createdAt: toTimestamp(createdAt) }),
    ...(omittedPaths.length === 0 ? {} : { omittedPaths }),
  };
}

/**
 * Whether nothing differs that a client should hear of. Many commits of a branch have the same package in them: which of
 * them a server saw first says nothing about the package.
 */
export function sameObservation(a: ObservedRevision, b: ObservedRevision): boolean {
  if (a.contentVersion !== b.contentVersion) return false;
  return JSON.stringify(a.kind === 'placeholder' ? seenAt(b, a) : a) === JSON.stringify(b);
}

function seenAt({ selfLock }: ObservedRevision, revision: ObservedRevision): ObservedRevision {
  const { git } = revision.selfLock;
  const commit = selfLock.git?.commit;
  if (!git || commit === undefined) return revision;
  return { ...revision, selfLock: { ...revision.selfLock, git: { ...git, commit } } };
}
