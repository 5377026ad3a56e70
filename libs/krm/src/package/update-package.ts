import { getString } from '../document/node-access';
import { deepCopy } from '../document/node-copy';
import type { YamlNode } from '../document/yaml-node';
import { type GitLocation, gitLock, gitUpstream, setGitLock, setGitUpstream } from '../merge/kptfile-upstream';
import { mergeError } from '../merge/merge-error';
import { addMergeComments } from './add-merge-comments';
import { copyPackage } from './copy-package';
import type { FetchPackage } from './fetch-package';
import { isUpdateStrategy, mergePackages, type UpdateStrategy } from './merge-packages';
import type { MergeDecision } from './merge-decision';
import type { MergeFormatting, MergeSession } from './merge-session';
import {
  filesInside,
  isInGitDirectory,
  joinPath,
  KPTFILE,
  type PackageTree,
  removeDirectory,
  ROOT,
  sameBytes,
} from './package-files';
import { isUnfetched, readKptfile } from './read-kptfile';
import { findSubpackages, findSubpackagesOfAll } from './subpackages';
import { mergeKptfileOf, rewriteKptfile } from './update-kptfile';

export interface UpdatePackageInput {
  /** The downstream package with its subpackages. */
  files: PackageTree;
  fetch: FetchPackage;
  /** Ref to go to; the one in the Kptfile unless set. */
  ref?: string;
  /** Strategy for the package and the subpackages that follow its ref; that in the Kptfile unless set. */
  strategy?: UpdateStrategy;
  /** Name of the package's directory, see {@link mergePackages}. */
  directoryName?: string;
  formatting?: MergeFormatting;
  signal?: AbortSignal;
}

export interface UpdatedPackage {
  files: Map<string, Uint8Array>;
  /** Directories of the packages that were updated from their own upstream, '' for the root. */
  updated: string[];
  /** What was decided about each file, sorted by path. */
  decisions: MergeDecision[];
}

/**
 * Brings a package and its subpackages to new upstream versions, as `kpt pkg update` does: the root first, then each
 * subpackage that has an upstream of its own. One that was at the root's old ref of the same repository follows the root to
 * its new ref.
 *
 * @throws PorchError (Invalid) with kpt's text where there is nothing to update from or a strategy refuses, and what `fetch`
 * throws.
 */
export async function updatePackage(input: UpdatePackageInput): Promise<UpdatedPackage> {
  const walk = new UpdateWalk(input);
  return walk.run();
}

class UpdateWalk {
  private readonly files: Map<string, Uint8Array>;
  private readonly decisions: MergeDecision[] = [];
  private readonly formatting: MergeFormatting;

  constructor(private readonly input: UpdatePackageInput) {
    this.files = new Map(input.files);
    this.formatting = input.formatting ?? 'preserve';
  }

  async run(): Promise<UpdatedPackage> {
    const before = gitUpstream(readKptfile(this.files, ROOT));
    if (!before) throw mergeError('package must have an upstream reference');
    const root = this.follow(ROOT, before);
    const updated: string[] = [];
    const directories = [ROOT];
    for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
      await this.updateFromUpstream(directory);
      updated.push(directory);
      for (const subpackage of this.directSubpackages(directory)) {
        const upstream = gitUpstream(readKptfile(this.files, subpackage));
        if (!upstream) continue;
        if (followsRoot(upstream, root, before.ref)) this.follow(subpackage, upstream);
        directories.push(subpackage);
      }
    }
    const files = this.stamped(this.files);
    const decisions = this.decisions.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    return { files, updated, decisions };
  }

  /** Writes the wanted ref and strategy into a Kptfile. */
  private follow(directory: string, upstream: GitLocation): GitLocation {
    const location = { ...upstream, ref: this.input.ref ?? upstream.ref };
    this.changeKptfile(directory, (kptfile) => setGitUpstream(kptfile, location, this.input.strategy));
    return location;
  }

  private directSubpackages(directory: string): string[] {
    const inside = findSubpackages(filesInside(this.files, directory), { matcher: 'all', recursive: false });
    return inside.map((path) => joinPath(directory, path));
  }

  /** Updates one package from the upstream that its Kptfile names, with the remote subpackages that come with it. */
  private async updateFromUpstream(directory: string): Promise<void> {
    const { fetch, signal } = this.input;
    signal?.throwIfAborted();
    const kptfile = readKptfile(this.files, directory);
    const upstream = gitUpstream(kptfile) as GitLocation;
    const lock = gitLock(kptfile);
    const updated = await fetch(upstream, signal);
    const original = lock ? (await fetch({ ...lock, ref: lock.commit }, signal)).files : new Map<string, Uint8Array>();
    const trees = { updated: new Map(updated.files), original: new Map(original) };

    const pending = [ROOT];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      this.updateOne(directory, path, trees);
      const inside = [
        filesInside(this.files, joinPath(directory, path)),
        filesInside(trees.updated, path),
        filesInside(trees.original, path),
      ];
      const remote = findSubpackagesOfAll(inside, { matcher: 'remote', recursive: false });
      pending.push(...remote.map((subpackage) => joinPath(path, subpackage)));
    }
    this.changeKptfile(directory, (root) => setGitLock(root, { ...upstream, commit: updated.commit }));
  }

  /** Updates the package at `path` of the upstream trees, which is at `directory/path` here. */
  private updateOne(directory: string, path: string, trees: UpstreamTrees): void {
    const here = joinPath(directory, path);
    const hasKptfile = (files: PackageTree, at: string) => files.has(joinPath(at, KPTFILE));
    const inLocal = hasKptfile(this.files, here);
    const inUpdated = path === ROOT || hasKptfile(trees.updated, path);
    const inOriginal = path === ROOT || hasKptfile(trees.original, path);
    if (!inOriginal && inLocal && inUpdated) {
      throw mergeError(`subpackage ${JSON.stringify(path)} added in both upstream and local`);
    }
    if (inOriginal && inLocal && inUpdated) this.merge(here, path, trees);
    else if (inUpdated && !inOriginal) this.add(here, filesInside(trees.updated, path));
    else if (inOriginal && inLocal && this.isUnchanged(here, filesInside(trees.original, path))) {
      removeDirectory(this.files, here);
    }
  }

  private add(here: string, updated: PackageTree): void {
    for (const [path, content] of copyPackage(updated, new Map(), { matcher: 'none' })) {
      this.files.set(joinPath(here, path), content);
    }
  }

  private isUnchanged(here: string, original: PackageTree): boolean {
    const local = filesInside(this.files, here);
    const paths = [...local.keys(), ...original.keys()].filter((path) => !isInGitDirectory(path));
    return paths.every((path) => sameBytes(local.get(path), original.get(path)));
  }

  private merge(here: string, path: string, trees: UpstreamTrees): void {
    const local = this.stamped(filesInside(this.files, here));
    const updated = this.stamped(filesInside(trees.updated, path));
    const original = this.stamped(filesInside(trees.original, path));
    putInside(trees.updated, path, updated);
    putInside(trees.original, path, original);
    putInside(this.files, here, this.mergeTrees(here, path === ROOT, { local, updated, original }));
  }

  private mergeTrees(
    here: string,
    isRoot: boolean,
    trees: Pick<MergeSession, 'local' | 'updated' | 'original'>,
  ): PackageTree {
    if (isUnfetched(readKptfile(trees.updated, ROOT))) return this.mergeKptfileOnly(trees);
    if (isUnfetched(readKptfile(trees.original, ROOT))) throw mergeError('no origin available for package');
    const strategy = getString(readKptfile(trees.local, ROOT), 'upstream', 'updateStrategy') ?? '';
    if (!isUpdateStrategy(strategy)) throw mergeError(`unrecognized update strategy ${strategy}`);
    const { directoryName } = this.input;
    const { files, decisions } = mergePackages({
      ...trees,
      strategy,
      isRoot,
      formatting: this.formatting,
      ...(here === ROOT && directoryName !== undefined && { directoryName }),
    });
    for (const decision of decisions) this.decisions.push({ ...decision, path: joinPath(here, decision.path) });
    return files;
  }

  /** A package that upstream only refers to can have changed in nothing but its Kptfile. */
  private mergeKptfileOnly(trees: Pick<MergeSession, 'local' | 'updated' | 'original'>): PackageTree {
    const session: MergeSession = {
      ...trees,
      isRoot: false,
      formatting: this.formatting,
      directoryName: undefined,
      resourceDecisions: new Map(),
    };
    const kptfile = mergeKptfileOf(session, ROOT, true);
    return kptfile ? new Map([...trees.local, [KPTFILE, kptfile]]) : trees.local;
  }

  /** With merge keys; a tree that cannot be stamped is taken as it is, as kpt does. */
  private stamped(files: PackageTree): Map<string, Uint8Array> {
    try {
      return addMergeComments(files, { formatting: this.formatting });
    } catch {
      return new Map(files);
    }
  }

  private changeKptfile(directory: string, change: (kptfile: YamlNode) => void): void {
    const path = joinPath(directory, KPTFILE);
    const content = this.files.get(path);
    const kptfile = readKptfile(this.files, directory);
    if (!content || !kptfile) return;
    const changed = deepCopy(kptfile);
    change(changed);
    this.files.set(path, rewriteKptfile(content, changed, this.formatting));
  }
}

interface UpstreamTrees {
  readonly updated: Map<string, Uint8Array>;
  readonly original: Map<string, Uint8Array>;
}

/** Replaces what is in a directory. */
function putInside(files: Map<string, Uint8Array>, directory: string, inside: PackageTree): void {
  removeDirectory(files, directory);
  for (const [path, content] of inside) files.set(joinPath(directory, path), content);
}

/** Whether a subpackage is from the root's repository, inside the root's directory and at the root's old ref. */
function followsRoot(upstream: GitLocation, root: GitLocation, oldRef: string): boolean {
  const clean = (directory: string) => `/${directory.split('/').filter(Boolean).join('/')}`;
  return (
    upstream.repo === root.repo &&
    upstream.ref === oldRef &&
    clean(upstream.directory).startsWith(clean(root.directory))
  );
}
