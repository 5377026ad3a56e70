import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { type PackageFile, type PackageFileMode, type PackageResources } from '@porch/repository';
import { FnUsageError } from './fn-io';

/** A package on disk, with what it held when it was read. */
export interface PackageDirectory {
  /** Its real, absolute path. */
  readonly path: string;
  readonly files: PackageResources;
}

/** Reads a directory with all files below it, `.git` left out. @throws FnUsageError when it is no directory */
export async function readPackageDirectory(path: string): Promise<PackageDirectory> {
  const real = await realpath(path).catch(() => undefined);
  if (real === undefined || !(await lstat(real)).isDirectory())
    throw new FnUsageError(`directory "${path}" does not exist`);
  const files = new Map<string, PackageFile>();
  readInto(files, real, '');
  return { path: real, files };
}

// A package is hundreds of small files, and nothing else happens in this process while they are read or written: going
// through the thread pool for each of them takes longer than the files do.

function readInto(files: Map<string, PackageFile>, root: string, directory: string): void {
  const entries = readdirSync(join(root, directory), { withFileTypes: true });
  for (const entry of entries) {
    const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== '.git') readInto(files, root, path);
    } else if (entry.isSymbolicLink()) {
      files.set(path, { content: Buffer.from(readlinkSync(join(root, path))), mode: 'symlink' });
    } else if (entry.isFile()) {
      const { mode } = lstatSync(join(root, path));
      const fileMode: PackageFileMode = (mode & 0o111) === 0 ? 'regular' : 'executable';
      files.set(path, { content: readFileSync(join(root, path)), mode: fileMode });
    }
  }
}

/** Brings a directory from what it held to what it is to hold; files that stay the same are not written. */
export function writePackageDirectory({ path, files }: PackageDirectory, next: PackageResources): void {
  const made = new Set<string>([path]);
  for (const [name, file] of next) {
    const before = files.get(name);
    if (before && Buffer.compare(before.content, file.content) === 0) continue;
    const target = join(path, name);
    const parent = dirname(target);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(target, file.content, { mode: file.mode === 'executable' ? 0o755 : 0o644 });
  }
  for (const name of files.keys()) if (!next.has(name)) rmSync(join(path, name));
}

/** Says, as kpt does, that a directory was reached through a link. */
export async function symlinkWarning(given: string, cwd: string): Promise<string | undefined> {
  const absolute = resolve(cwd, given);
  const stats = await lstat(absolute).catch(() => undefined);
  if (!stats?.isSymbolicLink()) return undefined;
  const target = relative(await realpath(cwd), await realpath(absolute)) || '.';
  return `[WARN] resolved symlink "${given}" to "${target}", please note that the symlinks within the package are ignored\n`;
}

export async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
