import { lstat, mkdir, readdir, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
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
  await readInto(files, real, '');
  return { path: real, files };
}

async function readInto(files: Map<string, PackageFile>, root: string, directory: string): Promise<void> {
  const entries = await readdir(join(root, directory), { withFileTypes: true });
  for (const entry of entries) {
    const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== '.git') await readInto(files, root, path);
    } else if (entry.isSymbolicLink()) {
      files.set(path, { content: Buffer.from(await readlink(join(root, path))), mode: 'symlink' });
    } else if (entry.isFile()) {
      const { mode } = await lstat(join(root, path));
      const fileMode: PackageFileMode = (mode & 0o111) === 0 ? 'regular' : 'executable';
      files.set(path, { content: await readFile(join(root, path)), mode: fileMode });
    }
  }
}

/** Brings a directory from what it held to what it is to hold; files that stay the same are not written. */
export async function writePackageDirectory({ path, files }: PackageDirectory, next: PackageResources): Promise<void> {
  for (const [name, file] of next) {
    const before = files.get(name);
    if (before && Buffer.compare(before.content, file.content) === 0) continue;
    const target = join(path, name);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, file.content, { mode: file.mode === 'executable' ? 0o755 : 0o644 });
  }
  for (const name of files.keys()) if (!next.has(name)) await rm(join(path, name));
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
