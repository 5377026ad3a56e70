import { packagePathProblem, type PackageFileMode } from '@porch/repository';
import { PorchError } from '@porch/api';
import { LimitExceededError } from '../objects/git-errors';
import { type ObjectId } from '../objects/git-object';
import {
  decodeTreeName,
  DIRECTORY_MODE,
  EXECUTABLE_MODE,
  parseTree,
  REGULAR_MODE,
  SUBMODULE_MODE,
  SYMLINK_MODE,
} from '../objects/tree';
import { type GitLimits } from '../storage/git-limits';
import { type ObjectReader, readTyped } from '../storage/object-database';

/** A file of a package as git has it. */
export interface PackageEntry {
  /** One character per byte, from the package's root. */
  readonly bytePath: string;
  /** As text, where a package may hold a file of that name; undefined when its bytes are not UTF-8 or it is unsafe. */
  readonly path: string | undefined;
  readonly gitMode: string;
  readonly mode: PackageFileMode;
  readonly blob: ObjectId;
}

const MODES: Record<string, PackageFileMode> = {
  [REGULAR_MODE]: 'regular',
  '100664': 'regular',
  [EXECUTABLE_MODE]: 'executable',
  [SYMLINK_MODE]: 'symlink',
};

/**
 * All files of a package, subpackages included.
 * @throws PorchError Invalid when it holds a submodule or trees that git does not make; LimitExceededError
 */
export function listPackageEntries(objects: ObjectReader, packageTree: ObjectId, limits: GitLimits): PackageEntry[] {
  const entries: PackageEntry[] = [];
  let directories = 0;
  const walk = (tree: ObjectId, prefix: string, depth: number): void => {
    if (depth > limits.maximumPathDepth)
      throw new LimitExceededError('maximumPathDepth', 'its directories nest too deep');
    directories += 1;
    // Directories may hold nothing but directories, one of them many times over.
    if (directories > limits.maximumPackageFiles) {
      throw new LimitExceededError('maximumPackageFiles', 'it has too many directories');
    }
    const names = new Set<string>();
    for (const { mode, name, id } of parseTree(readTyped(objects, tree, 'tree'))) {
      const bytePath = prefix + name;
      if (name === '' || name.includes('/') || names.has(name)) refuseName(bytePath);
      names.add(name);
      if (mode === DIRECTORY_MODE) walk(id, `${bytePath}/`, depth + 1);
      else if (mode === SUBMODULE_MODE) refuseSubmodule(bytePath);
      else {
        entries.push({ bytePath, path: safePath(bytePath), gitMode: mode, mode: MODES[mode] ?? 'regular', blob: id });
        if (entries.length > limits.maximumPackageFiles) {
          throw new LimitExceededError('maximumPackageFiles', 'it has too many files');
        }
      }
    }
  };
  walk(packageTree, '', 0);
  return entries;
}

/** A path for people to read, whatever its bytes are. */
export function displayPath(entry: PackageEntry): string {
  return entry.path ?? Buffer.from(entry.bytePath, 'latin1').toString('utf8');
}

function safePath(bytePath: string): string | undefined {
  const path = decodeTreeName(bytePath);
  return path === undefined || packagePathProblem(path) !== undefined ? undefined : path;
}

/** Two entries of one name, or one whose name is a path: which file is meant would depend on who looks. */
function refuseName(path: string): never {
  throw new PorchError(
    'Invalid',
    `the package holds ${JSON.stringify(path)} twice, or under a name that no file can have`,
  );
}

function refuseSubmodule(path: string): never {
  throw new PorchError('Invalid', `the package holds a git submodule at "${path}"; submodules are not supported`);
}
