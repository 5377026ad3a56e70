import { type PackageFile, type PackageResources } from '@porch/repository';
import { KPTFILE_NAME } from '../kptfile/package-kptfile';

/** A package's files, taken out of the tree they lie in. */
export interface TopmostPackage {
  /** Empty, or the directory with a slash behind it. */
  readonly prefix: string;
  readonly files: PackageResources;
}

/** The topmost directory with a Kptfile, as Porch renders it; undefined when there is none. Of several at one depth the first by name counts. */
export function topmostPackage(resources: PackageResources): TopmostPackage | undefined {
  const [topmost] = [...resources.keys()]
    .filter((path) => path === KPTFILE_NAME || path.endsWith(`/${KPTFILE_NAME}`))
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
  if (topmost === undefined) return undefined;
  const prefix = topmost.slice(0, -KPTFILE_NAME.length);
  if (prefix === '') return { prefix, files: resources };
  const files = [...resources].filter(([path]) => path.startsWith(prefix));
  return { prefix, files: new Map(files.map(([path, file]) => [path.slice(prefix.length), file])) };
}

/** The tree with a package's files replaced by others. */
export function withPackage(
  resources: PackageResources,
  { prefix }: TopmostPackage,
  files: PackageResources,
): PackageResources {
  if (prefix === '') return files;
  const result = new Map<string, PackageFile>();
  for (const [path, file] of resources) if (!path.startsWith(prefix)) result.set(path, file);
  for (const [path, file] of files) result.set(prefix + path, file);
  return result;
}
