import { posix } from 'node:path';
import { compareText, KRM_FILE_GLOBS } from '@porch/krm';
import { fileText, type PackageResources } from '@porch/repository';
import { KPTFILE_NAME } from '../kptfile/package-kptfile';

/** How kpt reads a package for rendering: KRM files by name, subpackages left to themselves. */
export const READ_OPTIONS = { matchFiles: KRM_FILE_GLOBS, packageFileName: KPTFILE_NAME } as const;

/** The packages of a file tree, and which files belong to which. */
export class PackageFiles {
  private readonly resources: PackageResources;
  /** Directories that hold a Kptfile, relative to the root, which is empty. */
  private readonly packageDirectories: ReadonlySet<string>;

  constructor(resources: PackageResources) {
    this.resources = resources;
    const kptfiles = [...resources.keys()].filter((path) => posix.basename(path) === KPTFILE_NAME);
    this.packageDirectories = new Set(kptfiles.map(directoryOf));
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

  /** The regular files in a directory and below, by their path from there. */
  contentsOf(directory: string): Map<string, Uint8Array> {
    const prefix = directory === '' ? '' : `${directory}/`;
    const contents = new Map<string, Uint8Array>();
    for (const [path, { mode, content }] of this.resources) {
      if (mode !== 'symlink' && path.startsWith(prefix)) contents.set(path.slice(prefix.length), content);
    }
    return contents;
  }

  private parentOf(directory: string): string | undefined {
    if (directory === '') return undefined;
    for (let parent = directoryOf(directory); ; parent = directoryOf(parent)) {
      if (this.packageDirectories.has(parent)) return parent;
      if (parent === '') return undefined;
    }
  }
}

function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}
