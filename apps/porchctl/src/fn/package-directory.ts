import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type PackageFile, type PackageFileMode, type PackageResources } from '@porch/repository';
import { FnUsageError } from './fn-io';

/** A package on disk, with what it held when it was read. */
export interface PackageDirectory {
  /** Its real, absolute path. */
  readonly path: string;
  readonly files: PackageResources;
}

/**
 * Reads a directory with all files below it, `.git` left out.
 * @param given how the user called it
 * @throws FnUsageError when it is no directory
 */
export async function readPackageDirectory(given: string, cwd: string): Promise<PackageDirectory> {
  const real = await realPath(given, cwd);
  if (!(await lstat(real)).isDirectory()) throw new FnUsageError(`"${given}" is a file: name the package's directory`);
  const files = new Map<string, PackageFile>();
  readInto(files, real, '');
  return { path: real, files };
}

/** Reads a directory as a package, or a single file as if its directory held nothing else. @throws FnUsageError */
export async function readDirectoryOrFile(given: string, cwd: string): Promise<PackageDirectory> {
  const real = await realPath(given, cwd);
  if ((await lstat(real)).isDirectory()) return readPackageDirectory(given, cwd);
  return { path: dirname(real), files: new Map([[basename(real), readOne(real)]]) };
}

/** Where a path leads. @throws FnUsageError with the part of it, as given, that is missing (kpt) */
async function realPath(given: string, cwd: string): Promise<string> {
  try {
    return await realpath(resolve(cwd, given));
  } catch {
    const parts = given.split(sep);
    for (let length = 1; length < parts.length; length++) {
      const part = parts.slice(0, length).join(sep);
      if (part !== '' && !(await exists(resolve(cwd, part)))) throw missing(part);
    }
    throw missing(given);
  }
}

const missing = (path: string) => new FnUsageError(`lstat ${path}: no such file or directory`);

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
      files.set(path, readOne(join(root, path)));
    }
  }
}

function readOne(path: string): PackageFile {
  const mode: PackageFileMode = (lstatSync(path).mode & 0o111) === 0 ? 'regular' : 'executable';
  return { content: readFileSync(path), mode };
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
  const real = await realpath(absolute);
  const target = isAbsolute(given) ? real : relative(await realpath(cwd), real) || '.';
  return `[WARN] resolved symlink "${given}" to "${target}", please note that the symlinks within the package are ignored\n`;
}

export async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined)) !== undefined;
}
