import { type PackageFile, type PackageResources } from '@porch/repository';
import { LimitExceededError } from '../objects/git-errors';
import { type ObjectId } from '../objects/git-object';
import {
  DIRECTORY_MODE,
  encodeTreeName,
  EXECUTABLE_MODE,
  formatTree,
  REGULAR_MODE,
  SYMLINK_MODE,
  type TreeEntry,
} from '../objects/tree';
import { type GitLimits } from '../storage/git-limits';
import { type ObjectReader, readTyped } from '../storage/object-database';
import { type ObjectOverlay } from './object-overlay';
import { listPackageEntries } from './package-entries';

/** Reads a package's files. Entries whose names a package may not hold are left out. */
export function readPackage(objects: ObjectReader, packageTree: ObjectId, limits: GitLimits): PackageResources {
  const resources = new Map<string, PackageFile>();
  let size = 0;
  for (const { path, mode, blob } of listPackageEntries(objects, packageTree, limits)) {
    if (path === undefined) continue;
    const content = readTyped(objects, blob, 'blob');
    size += content.length;
    if (size > limits.maximumPackageBytes)
      throw new LimitExceededError('maximumPackageBytes', 'the package is too large');
    resources.set(path, { content, mode });
  }
  return resources;
}

const GIT_MODES = { regular: REGULAR_MODE, executable: EXECUTABLE_MODE, symlink: SYMLINK_MODE } as const;

/** A directory in the making: files by name, and directories. */
interface Directory {
  readonly files: Map<string, { readonly mode: string; readonly id: ObjectId }>;
  readonly directories: Map<string, Directory>;
}

/**
 * Writes a package's files as a tree. What `previousTree` holds under names that resources cannot express stays: who
 * replaces the files he can see must not lose those he cannot.
 */
export function writePackage(
  objects: ObjectOverlay,
  resources: PackageResources,
  previousTree: ObjectId | undefined,
  limits: GitLimits,
): ObjectId {
  const root = newDirectory();
  if (previousTree !== undefined) {
    for (const entry of listPackageEntries(objects, previousTree, limits)) {
      if (entry.path === undefined) place(root, entry.bytePath, entry.gitMode, entry.blob);
    }
  }
  for (const [path, file] of resources) {
    const content = Buffer.from(file.content.buffer, file.content.byteOffset, file.content.byteLength);
    place(root, encodeTreeName(path), GIT_MODES[file.mode], objects.add('blob', content));
  }
  return writeDirectory(objects, root);
}

function newDirectory(): Directory {
  return { files: new Map(), directories: new Map() };
}

function place(root: Directory, bytePath: string, mode: string, id: ObjectId): void {
  const segments = bytePath.split('/');
  const name = segments.pop() ?? '';
  let directory = root;
  for (const segment of segments) {
    let child = directory.directories.get(segment);
    if (!child) directory.directories.set(segment, (child = newDirectory()));
    directory.files.delete(segment);
    directory = child;
  }
  directory.files.set(name, { mode, id });
}

function writeDirectory(objects: ObjectOverlay, directory: Directory): ObjectId {
  const entries: TreeEntry[] = [...directory.files].map(([name, { mode, id }]) => ({ mode, name, id }));
  for (const [name, child] of directory.directories) {
    entries.push({ mode: DIRECTORY_MODE, name, id: writeDirectory(objects, child) });
  }
  return objects.add('tree', formatTree(entries));
}
