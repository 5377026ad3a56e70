import { isUtf8 } from 'node:buffer';
import { isPorchError } from '@porch/api';
import { type KptfileSummary, readKptfileSummary } from '@porch/repository';
import { parseCommit, parseTag } from '../objects/commit';
import { LimitExceededError } from '../objects/git-errors';
import { type ObjectId } from '../objects/git-object';
import { type CommitAnnotation, parseCommitAnnotations } from '../layout/commit-annotation';
import { displayPath, listPackageEntries, type PackageEntry } from '../package/package-entries';
import { findSubtree } from '../package/subtree';
import { ByteBoundedCache } from '../storage/byte-bounded-cache';
import { type GitLimits } from '../storage/git-limits';
import { type ObjectReader, readTyped } from '../storage/object-database';
import { type FactFile, type FactRecord } from './fact-file';
import { copyOf, SharedTexts } from './shared-texts';

export interface CommitFact {
  readonly id: ObjectId;
  readonly tree: ObjectId;
  readonly parents: readonly ObjectId[];
  readonly committedAt: number;
  readonly authoredAt: number;
  readonly authorEmail: string;
  readonly annotations: readonly CommitAnnotation[];
}

/** A package at one content. */
export interface PackageFact {
  readonly kptfile: KptfileSummary;
  readonly omittedPaths: readonly string[];
  /** Why its Kptfile says nothing, or why it cannot be shown at all. */
  readonly problem?: string;
  readonly refused?: boolean;
}

/** Where a ref's target leads for one path. */
export interface TargetFact {
  readonly commit: ObjectId;
  /** Undefined when the commit has no directory there. */
  readonly packageTree: ObjectId | undefined;
}

interface BlobFact {
  readonly size: number;
  readonly isText: boolean;
}

const BLOB_FACT_BYTES = 150;

/** Who needs commits to be known. */
export interface CommitUser {
  has(id: ObjectId): boolean;
}

const EMPTY_SUMMARY: KptfileSummary = { readinessGates: [], conditions: [] };

/**
 * What is known about commits, packages and ref targets by their ids: computed once, remembered, and kept on disk, so
 * that a restart reads refs and nothing else.
 */
export class ObjectFacts {
  readonly #commits = new Map<ObjectId, CommitFact>();
  readonly #packages = new Map<ObjectId, PackageFact>();
  /** By path, then target: revisions of a package share its path. */
  readonly #targets = new Map<string, Map<ObjectId, TargetFact>>();
  /** Annotated tags and their commits. */
  readonly #peeled = new Map<ObjectId, ObjectId>();
  /** Blobs that were looked at: revisions of a package share most of their files. */
  readonly #blobs = new ByteBoundedCache<ObjectId, BlobFact>(8 * 1024 * 1024);
  readonly #users = new Set<CommitUser>();

  constructor(
    private readonly file: FactFile,
    private readonly limits: GitLimits,
  ) {
    const texts = new SharedTexts();
    file.load((record) => this.#take(record, texts));
  }

  addUser(user: CommitUser): void {
    this.#users.add(user);
  }

  removeUser(user: CommitUser): void {
    this.#users.delete(user);
  }

  /** Forgets what is only about commits that nobody uses. It can be learned again. */
  forgetUnused(): void {
    const users = [...this.#users];
    const isUsed = (id: ObjectId) => users.some((user) => user.has(id));
    for (const id of this.#commits.keys()) if (!isUsed(id)) this.#commits.delete(id);
    for (const [tag, commit] of this.#peeled) if (!this.#commits.has(commit)) this.#peeled.delete(tag);
    const forgottenTrees = new Set<ObjectId | undefined>();
    const neededTrees = new Set<ObjectId | undefined>();
    for (const [path, targets] of this.#targets) {
      for (const [target, { commit, packageTree }] of targets) {
        const isNeeded = this.#commits.has(commit);
        (isNeeded ? neededTrees : forgottenTrees).add(packageTree);
        if (!isNeeded) targets.delete(target);
      }
      if (targets.size === 0) this.#targets.delete(path);
    }
    for (const tree of forgottenTrees) if (tree && !neededTrees.has(tree)) this.#packages.delete(tree);
    void this.file.replace(this.#records());
  }

  *#records(): Iterable<FactRecord> {
    for (const fact of this.#commits.values()) yield commitRecord(fact);
    for (const [tag, commit] of this.#peeled) yield ['a', tag, commit];
    for (const [tree, fact] of this.#packages) yield ['p', tree, fact];
    for (const [path, targets] of this.#targets) {
      for (const [target, fact] of targets) yield targetRecord(target, path, fact);
    }
  }

  isKnownPackage(tree: ObjectId): boolean {
    return this.#packages.has(tree);
  }

  hasCommit(id: ObjectId): boolean {
    return this.#commits.has(id);
  }

  commit(objects: ObjectReader, id: ObjectId): CommitFact {
    const known = this.#commits.get(id);
    if (known) return known;
    const commit = parseCommit(readTyped(objects, id, 'commit'));
    const annotations = parseCommitAnnotations(commit.message);
    const fact: CommitFact = {
      id,
      // Copies, since V8 keeps the whole commit for a part of its text.
      tree: copyOf(commit.tree),
      parents: commit.parents.map((parent) => this.#commits.get(parent)?.id ?? copyOf(parent)),
      committedAt: commit.committer.seconds,
      authoredAt: commit.author.seconds,
      authorEmail: copyOf(commit.author.email),
      annotations: annotations.length === 0 ? NONE : annotations,
    };
    this.#commits.set(id, fact);
    this.file.add(commitRecord(fact));
    return fact;
  }

  /** Follows annotated tags to the commit. @throws CorruptRepositoryError, Error when there is none */
  peel(objects: ObjectReader, target: ObjectId): CommitFact {
    return this.#commits.get(target) ?? this.commit(objects, this.#peeled.get(target) ?? this.#peel(objects, target));
  }

  /** Where a ref's target leads for a path. @throws CorruptRepositoryError, Error when it is no commit */
  target(objects: ObjectReader, target: ObjectId, path: string): TargetFact {
    const known = this.#targets.get(path)?.get(target);
    if (known) return known;
    const commit = this.peel(objects, target).id;
    const packageTree = findSubtree(objects, this.commit(objects, commit).tree, path);
    const fact: TargetFact = { commit, packageTree };
    this.#setTarget(target, path, fact);
    this.file.add(targetRecord(target, path, fact));
    return fact;
  }

  /** @returns undefined when the directory is no package: it has no Kptfile */
  package(objects: ObjectReader, tree: ObjectId): PackageFact | undefined {
    const known = this.#packages.get(tree);
    if (known) return known;
    const fact = this.#readPackage(objects, tree);
    if (!fact) return undefined;
    this.#packages.set(tree, fact);
    this.file.add(['p', tree, fact]);
    return fact;
  }

  #setTarget(target: ObjectId, path: string, fact: TargetFact): void {
    const targets = this.#targets.get(path) ?? new Map<ObjectId, TargetFact>();
    this.#targets.set(path, targets.set(target, fact));
  }

  flush(): Promise<void> {
    return this.file.flush();
  }

  #peel(objects: ObjectReader, target: ObjectId): ObjectId {
    const commit = peel(objects, target);
    if (commit !== target) {
      this.#peeled.set(target, commit);
      this.file.add(['a', target, commit]);
    }
    return commit;
  }

  #readPackage(objects: ObjectReader, tree: ObjectId): PackageFact | undefined {
    let entries: PackageEntry[];
    try {
      entries = listPackageEntries(objects, tree, this.limits);
    } catch (error) {
      if (!isPorchError(error) && !(error instanceof LimitExceededError)) throw error;
      return { kptfile: EMPTY_SUMMARY, omittedPaths: [], problem: error.message, refused: true };
    }
    const kptfile = entries.find((entry) => entry.bytePath === 'Kptfile' && entry.mode !== 'symlink');
    if (!kptfile) return undefined;
    const { omittedPaths, isTooLarge } = this.#lookAtContents(objects, entries);
    try {
      const text = readTyped(objects, kptfile.blob, 'blob').toString('utf8');
      const fact = { kptfile: readKptfileSummary(text), omittedPaths };
      return isTooLarge ? { ...fact, problem: 'the package is too large (limit maximumPackageBytes)' } : fact;
    } catch (error) {
      const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
      return { kptfile: EMPTY_SUMMARY, omittedPaths, problem: `its Kptfile cannot be read: ${why}` };
    }
  }

  /** Which entries the API's map of text cannot show. Looks at no more than a package may hold: all else waits. */
  #lookAtContents(objects: ObjectReader, entries: readonly PackageEntry[]) {
    const omittedPaths: string[] = [];
    let size = 0;
    for (const entry of entries) {
      const blob = entry.path === undefined || entry.mode === 'symlink' ? undefined : this.#blob(objects, entry.blob);
      if (!blob?.isText) omittedPaths.push(displayPath(entry));
      size += blob?.size ?? 0;
      if (size > this.limits.maximumPackageBytes) return { omittedPaths, isTooLarge: true };
    }
    return { omittedPaths, isTooLarge: false };
  }

  #blob(objects: ObjectReader, id: ObjectId): BlobFact {
    const known = this.#blobs.get(id);
    if (known) return known;
    const content = readTyped(objects, id, 'blob');
    const fact = { size: content.length, isText: isUtf8(content) && !content.includes(0) };
    this.#blobs.set(id, fact, BLOB_FACT_BYTES);
    return fact;
  }

  #take(record: readonly unknown[], texts: SharedTexts): void {
    const [kind, text] = record;
    if (typeof text !== 'string') return;
    if (kind === 't') {
      const [, , commit, packageTree] = record as [string, string, ObjectId, ObjectId | null];
      const colon = text.indexOf(':');
      this.#setTarget(texts.sharePart(text.slice(0, colon)), texts.sharePart(text.slice(colon + 1)), {
        commit: texts.share(commit),
        packageTree: packageTree === null ? undefined : texts.share(packageTree),
      });
      return;
    }
    const key = texts.share(text);
    if (kind === 'c') {
      const [, , tree, parents, committedAt, authoredAt, authorEmail, annotations] = record as [
        string,
        ObjectId,
        ObjectId,
        ObjectId[],
        number,
        number,
        string,
        CommitAnnotation[],
      ];
      this.#commits.set(key, {
        id: key,
        tree: texts.share(tree),
        parents: parents.map((parent) => texts.share(parent)),
        committedAt,
        authoredAt,
        authorEmail: texts.share(authorEmail),
        annotations: annotations.length === 0 ? NONE : annotations.map((annotation) => sharing(annotation, texts)),
      });
    } else if (kind === 'a') this.#peeled.set(key, texts.share(record[2] as ObjectId));
    else if (kind === 'p') this.#packages.set(key, sharingEmptyLists(record[2] as PackageFact));
  }
}

const NONE: readonly never[] = [];

function commitRecord(fact: CommitFact): FactRecord {
  const { id, tree, parents, committedAt, authoredAt, authorEmail, annotations } = fact;
  return ['c', id, tree, parents, committedAt, authoredAt, authorEmail, annotations];
}

function targetRecord(target: ObjectId, path: string, { commit, packageTree }: TargetFact): FactRecord {
  return ['t', `${target}:${path}`, commit, packageTree ?? null];
}

type Parsed<T> = { -readonly [Name in keyof T]: T[Name] };

/** A package is named by many commits. Changed in place: V8 gives many objects made of others a hidden class each. */
function sharing(annotation: Parsed<CommitAnnotation>, texts: SharedTexts): CommitAnnotation {
  if (annotation.package !== undefined) annotation.package = texts.share(annotation.package);
  if (annotation.workspaceName !== undefined) annotation.workspaceName = texts.share(annotation.workspaceName);
  if (annotation.revision !== undefined) annotation.revision = texts.share(annotation.revision);
  return annotation;
}

/** Most packages have none of what these list. */
function sharingEmptyLists(fact: Parsed<PackageFact>): PackageFact {
  const kptfile: Parsed<KptfileSummary> = fact.kptfile;
  if (kptfile.readinessGates.length === 0) kptfile.readinessGates = NONE;
  if (kptfile.conditions.length === 0) kptfile.conditions = NONE;
  if (fact.omittedPaths.length === 0) fact.omittedPaths = NONE;
  return fact;
}

function peel(objects: ObjectReader, target: ObjectId): ObjectId {
  let id = target;
  for (let depth = 0; depth < 8; depth += 1) {
    const object = objects.read(id);
    if (object.type === 'commit') return id;
    if (object.type !== 'tag') break;
    id = parseTag(object.content).object;
  }
  throw new Error(`it points at ${target}, which is no commit`);
}
