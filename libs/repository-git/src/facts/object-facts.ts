import { isUtf8 } from 'node:buffer';
import { isPorchError } from '@porch/api';
import { type KptfileSummary, readKptfileSummary } from '@porch/repository';
import { parseCommit, parseTag } from '../objects/commit';
import { LimitExceededError } from '../objects/git-errors';
import { type ObjectId } from '../objects/git-object';
import { type CommitAnnotation, parseCommitAnnotations } from '../layout/commit-annotation';
import { displayPath, listPackageEntries, type PackageEntry } from '../package/package-entries';
import { findSubtree } from '../package/subtree';
import { type GitLimits } from '../storage/git-limits';
import { type ObjectReader, readTyped } from '../storage/object-database';
import { type FactFile } from './fact-file';

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

const EMPTY_SUMMARY: KptfileSummary = { readinessGates: [], conditions: [] };

/**
 * What is known about commits, packages and ref targets by their ids: computed once, remembered, and kept on disk, so
 * that a restart reads refs and nothing else.
 */
export class ObjectFacts {
  readonly #commits = new Map<ObjectId, CommitFact>();
  readonly #packages = new Map<ObjectId, PackageFact>();
  readonly #targets = new Map<string, TargetFact>();
  /** Annotated tags and their commits. */
  readonly #peeled = new Map<ObjectId, ObjectId>();
  /** Blobs found to be text: revisions of a package share most of their files. */
  readonly #texts = new Map<ObjectId, boolean>();

  constructor(
    private readonly file: FactFile,
    private readonly limits: GitLimits,
  ) {
    file.load((record) => this.#take(record));
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
    const fact: CommitFact = {
      id,
      tree: commit.tree,
      parents: commit.parents,
      committedAt: commit.committer.seconds,
      authoredAt: commit.author.seconds,
      authorEmail: commit.author.email,
      annotations: parseCommitAnnotations(commit.message),
    };
    this.#commits.set(id, fact);
    const { tree, parents, committedAt, authoredAt, authorEmail, annotations } = fact;
    this.file.add(['c', id, tree, parents, committedAt, authoredAt, authorEmail, annotations]);
    return fact;
  }

  /** Follows annotated tags to the commit. @throws CorruptRepositoryError, Error when there is none */
  peel(objects: ObjectReader, target: ObjectId): CommitFact {
    return this.#commits.get(target) ?? this.commit(objects, this.#peeled.get(target) ?? this.#peel(objects, target));
  }

  /** Where a ref's target leads for a path. @throws CorruptRepositoryError, Error when it is no commit */
  target(objects: ObjectReader, target: ObjectId, path: string): TargetFact {
    const key = `${target}:${path}`;
    const known = this.#targets.get(key);
    if (known) return known;
    const commit = this.peel(objects, target).id;
    const packageTree = findSubtree(objects, this.commit(objects, commit).tree, path);
    const fact: TargetFact = { commit, packageTree };
    this.#targets.set(key, fact);
    this.file.add(['t', key, commit, packageTree ?? null]);
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
    const omittedPaths = entries.filter((entry) => !this.#isText(objects, entry)).map(displayPath);
    try {
      const text = readTyped(objects, kptfile.blob, 'blob').toString('utf8');
      return { kptfile: readKptfileSummary(text), omittedPaths };
    } catch (error) {
      const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
      return { kptfile: EMPTY_SUMMARY, omittedPaths, problem: `its Kptfile cannot be read: ${why}` };
    }
  }

  /** Whether the API's map of text can show an entry. */
  #isText(objects: ObjectReader, entry: PackageEntry): boolean {
    if (entry.path === undefined || entry.mode === 'symlink') return false;
    const known = this.#texts.get(entry.blob);
    if (known !== undefined) return known;
    const content = readTyped(objects, entry.blob, 'blob');
    const text = isUtf8(content) && !content.includes(0);
    this.#texts.set(entry.blob, text);
    return text;
  }

  #take(record: readonly unknown[]): void {
    const [kind, key] = record;
    if (typeof key !== 'string') return;
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
      this.#commits.set(key, { id: key, tree, parents, committedAt, authoredAt, authorEmail, annotations });
    } else if (kind === 'a') this.#peeled.set(key, record[2] as ObjectId);
    else if (kind === 'p') this.#packages.set(key, record[2] as PackageFact);
    else if (kind === 't') {
      const [, , commit, packageTree] = record as [string, string, ObjectId, ObjectId | null];
      this.#targets.set(key, { commit, packageTree: packageTree ?? undefined });
    }
  }
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
