import { posix } from 'node:path';
import { compareText } from '@porch/krm';
import { fileText, type PackageResources } from '@porch/repository';
import { KPTFILE_NAME } from '../kptfile/package-kptfile';

/** Whether a file's name makes it one that may hold resources. */
export function mayHoldResources(path: string): boolean {
  const name = posix.basename(path);
  return name === KPTFILE_NAME || name.endsWith('.yaml') || name.endsWith('.yml') || name.endsWith('.json');
}

/** Says of a path relative to a package whether its `.krmignore` hides it. */
export type IgnoreMatcher = (path: string) => boolean;

/** Makes a matcher of a `.krmignore` file's text. */
export type IgnoreMatcherFactory = (krmignore: string) => IgnoreMatcher;

/** The packages of a file tree, and which files belong to which. */
export class PackageFiles {
  private readonly resources: PackageResources;
  private readonly createIgnoreMatcher: IgnoreMatcherFactory;
  /** Directories that hold a Kptfile, relative to the root, which is empty. */
  private readonly packageDirectories: ReadonlySet<string>;

  constructor(resources: PackageResources, createIgnoreMatcher: IgnoreMatcherFactory) {
    this.resources = resources;
    this.createIgnoreMatcher = createIgnoreMatcher;
    const directories = [...resources.keys()].filter((path) => posix.basename(path) === KPTFILE_NAME).map(directoryOf);
    this.packageDirectories = new Set(directories);
  }

  text(path: string): string | undefined {
    const file = this.resources.get(path);
    return file && fileText(file);
  }

  /** The packages directly below one, by path. */
  subpackagesOf(directory: string): string[] {
    return [...this.packageDirectories]
      .filter((candidate) => candidate !== directory && this.parentOf(candidate) === directory)
      .sort(compareText);
  }

  /** The files of a package that may hold resources, without those of its subpackages and those it ignores, in order. */
  resourceFilesOf(directory: string): string[] {
    const krmignore = this.text(posix.join(directory, '.krmignore'));
    const isIgnored = krmignore === undefined ? () => false : this.createIgnoreMatcher(krmignore);
    return [...this.resources.keys()]
      .filter((path) => mayHoldResources(path) && this.packageOf(path) === directory)
      .filter((path) => this.resources.get(path)?.mode !== 'symlink' && !isIgnored(relativeTo(directory, path)))
      .sort(comparePaths);
  }

  private packageOf(path: string): string | undefined {
    for (let directory = directoryOf(path); ; directory = directoryOf(directory)) {
      if (this.packageDirectories.has(directory)) return directory;
      if (directory === '') return undefined;
    }
  }

  private parentOf(directory: string): string | undefined {
    return directory === '' ? undefined : this.packageOf(directory);
  }
}

export function relativeTo(directory: string, path: string): string {
  return directory === '' ? path : path.slice(directory.length + 1);
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The order of a walk through directories by name. */
export function comparePaths(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  for (let index = 0; index < left.length && index < right.length; index++) {
    const order = compareText(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
