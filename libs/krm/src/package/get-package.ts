import { fromJs } from '../document/node-conversion';
import { deepCopy } from '../document/node-copy';
import { printYaml } from '../document/print-yaml';
import { type GitLocation, gitUpstream, setGitLock, setGitUpstream } from '../merge/kptfile-upstream';
import { mergeKptfile } from '../merge/merge-kptfile';
import { addMergeComments } from './add-merge-comments';
import { copyPackage } from './copy-package';
import type { FetchPackage } from './fetch-package';
import type { UpdateStrategy } from './merge-packages';
import type { MergeFormatting } from './merge-session';
import { bytesOf, filesInside, joinPath, KPTFILE, type PackageTree, ROOT } from './package-files';
import { isUnfetched, readKptfile } from './read-kptfile';
import { findSubpackages } from './subpackages';
import { rewriteKptfile } from './update-kptfile';

export interface GetPackageInput {
  upstream: GitLocation;
  /** Name of the new package. */
  name: string;
  /** How it will be updated; `resource-merge` unless set. */
  strategy?: UpdateStrategy;
  fetch: FetchPackage;
  formatting?: MergeFormatting;
  signal?: AbortSignal;
}

/**
 * Makes a package from an upstream one, as `kpt pkg get` does: a Kptfile that says where it is from, upstream's content, the
 * subpackages that upstream only refers to, and merge keys on all resources.
 *
 * @throws PorchError (Invalid) for Kptfiles and resources that cannot be read, and what `fetch` throws.
 */
export async function getPackage(input: GetPackageInput): Promise<Map<string, Uint8Array>> {
  const { upstream, name, strategy = 'resource-merge', formatting = 'preserve' } = input;
  const kptfile = fromJs({ apiVersion: 'kpt.dev/v1', kind: 'Kptfile', metadata: { name } });
  setGitUpstream(kptfile, upstream, strategy);
  const files = new Map([[KPTFILE, bytesOf(printYaml(kptfile, { sequenceIndent: 'wide' }))]]);
  await fetchUnfetched(files, input);
  return addMergeComments(files, { formatting });
}

/** Fetches every package of a tree that names an upstream and has no content yet, parents first. */
async function fetchUnfetched(
  files: Map<string, Uint8Array>,
  { fetch, formatting = 'preserve', signal }: GetPackageInput,
): Promise<void> {
  const directories = [ROOT];
  for (let directory = directories.pop(); directory !== undefined; directory = directories.pop()) {
    signal?.throwIfAborted();
    const upstream = gitUpstream(readKptfile(files, directory));
    if (upstream && isUnfetched(readKptfile(files, directory))) {
      const fetched = await fetch(upstream, signal);
      fillPackage(files, directory, fetched.files, formatting);
      const kptfile = deepCopy(readKptfile(files, directory) as NonNullable<ReturnType<typeof readKptfile>>);
      setGitLock(kptfile, { ...upstream, commit: fetched.commit });
      rewrite(files, directory, kptfile, formatting);
    }
    const inside = findSubpackages(filesInside(files, directory), { matcher: 'all', recursive: false });
    directories.push(...inside.map((path) => joinPath(directory, path)));
  }
}

/** Copies upstream's content into a package and merges its Kptfile into the package's own. */
function fillPackage(
  files: Map<string, Uint8Array>,
  directory: string,
  fetched: PackageTree,
  formatting: MergeFormatting,
): void {
  const merged = mergeKptfile({
    local: readKptfile(files, directory),
    updated: readKptfile(fetched, ROOT),
    original: undefined,
    updateUpstream: false,
  });
  const filled = copyPackage(fetched, filesInside(files, directory), { matcher: 'all' });
  for (const [path, content] of filled) files.set(joinPath(directory, path), content);
  rewrite(files, directory, merged, formatting);
}

function rewrite(
  files: Map<string, Uint8Array>,
  directory: string,
  kptfile: Parameters<typeof rewriteKptfile>[1],
  formatting: MergeFormatting,
): void {
  const path = joinPath(directory, KPTFILE);
  files.set(path, rewriteKptfile(files.get(path) ?? new Uint8Array(), kptfile, formatting));
}
