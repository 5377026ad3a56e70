/**
 * The files of a package tree: slash path relative to its root (`deployment.yaml`, `sub/Kptfile`) → content. Directories
 * exist as far as files are in them, as in git.
 */
export type PackageTree = ReadonlyMap<string, Uint8Array>;

export const KPTFILE = 'Kptfile';

/** A package's own directory within its tree. */
export const ROOT = '';

export function joinPath(directory: string, path: string): string {
  if (path === ROOT) return directory;
  return directory === ROOT ? path : `${directory}/${path}`;
}

/** Directory of a path, '' at the top. */
export function directoryOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isInside(path: string, directory: string): boolean {
  return directory === ROOT || path.startsWith(`${directory}/`);
}

/** Whether anything is in a directory. */
export function hasDirectory(files: PackageTree, directory: string): boolean {
  for (const path of files.keys()) if (isInside(path, directory)) return true;
  return false;
}

/** The files in a directory and below, by their path from there. */
export function filesInside(files: PackageTree, directory: string): Map<string, Uint8Array> {
  if (directory === ROOT) return new Map(files);
  const inside = new Map<string, Uint8Array>();
  for (const [path, content] of files) {
    if (isInside(path, directory)) inside.set(path.slice(directory.length + 1), content);
  }
  return inside;
}

export function removeDirectory(files: Map<string, Uint8Array>, directory: string): void {
  for (const path of [...files.keys()]) if (isInside(path, directory)) files.delete(path);
}

/** The directories a path is in, from the innermost out, without the root. */
export function* enclosingDirectories(path: string): Generator<string> {
  for (let directory = directoryOf(path); directory !== ROOT; directory = directoryOf(directory)) yield directory;
}

/** All directories of a tree but its root, sorted. */
export function directoriesOf(files: PackageTree): string[] {
  const directories = new Set<string>();
  for (const path of files.keys()) for (const directory of enclosingDirectories(path)) directories.add(directory);
  return [...directories].sort();
}

export function isInGitDirectory(path: string): boolean {
  return path.split('/').slice(0, -1).includes('.git');
}

export function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === b) return true;
  if (!a || !b || a.length !== b.length) return false;
  return Buffer.compare(a, b) === 0;
}

export const textOf = (content: Uint8Array): string => Buffer.from(content).toString('utf8');

export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));
