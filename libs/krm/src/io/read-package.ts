import { compareText } from '../document/compare-text';
import { type KrmObject } from '../document/krm-object';
import { LEGACY_PATH_ANNOTATION, PATH_ANNOTATION } from './annotation-keys';
import { decodeText } from './decode-text';
import { Glob } from './glob';
import { IgnoreFile } from './ignore-file';
import { readResources, type ReadResourcesOptions } from './read-resources';

/** Contents of files by their slash path relative to the package. */
export type PackageFiles = ReadonlyMap<string, Uint8Array | string>;

export const IGNORE_FILE_NAME = '.krmignore';

/** File names of KRM resources as kpt takes them. */
export const KRM_FILE_GLOBS: readonly string[] = ['*.yaml', '*.yml', '*.json', 'Kptfile'];

export interface ReadPackageOptions extends Pick<
  ReadResourcesOptions,
  'omitReaderAnnotations' | 'setAnnotations' | 'preserveSequenceIndent' | 'wrapBareSequence'
> {
  /** Names of the files to read; by default `*.yaml` and `*.yml`. */
  matchFiles?: readonly string[];
  /** The file that makes a directory a package, such as `Kptfile`. Without it there are no subpackages. */
  packageFileName?: string;
  /** Also read what belongs to subpackages. */
  includeSubpackages?: boolean;
  /** Leave out further files. */
  skipFile?: (path: string) => boolean;
}

/** Orders paths as a walk through the directories meets them: by segment. */
function compareWalkOrder(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  for (let i = 0; i < left.length && i < right.length; i++) {
    const order = compareText(left[i] ?? '', right[i] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** A package on the way to a file: where it begins, and what its `.krmignore` says. */
interface PackageScope {
  directory: string;
  ignore: IgnoreFile | undefined;
}

function below(directory: string, path: string): string {
  return directory === '' ? path : path.slice(directory.length + 1);
}

/** Decides which files of a package are to be read. */
class FileSelection {
  private readonly directories = new Map<string, PackageScope | 'skipped'>();
  private readonly globs: Glob[];

  constructor(
    private readonly files: PackageFiles,
    private readonly options: ReadPackageOptions,
  ) {
    this.globs = (options.matchFiles ?? ['*.yaml', '*.yml']).map((glob) => new Glob(glob));
    this.directories.set('', this.scope(''));
  }

  selects(path: string): boolean {
    const slash = path.lastIndexOf('/');
    const scope = this.enter(slash < 0 ? '' : path.slice(0, slash));
    if (scope === 'skipped' || scope.ignore?.ignores(below(scope.directory, path), false) === true) return false;
    if (this.options.skipFile?.(path) === true) return false;
    return this.globs.some((glob) => glob.matches(path.slice(slash + 1)));
  }

  private enter(directory: string): PackageScope | 'skipped' {
    const known = this.directories.get(directory);
    if (known !== undefined) return known;
    const slash = directory.lastIndexOf('/');
    const outer = this.enter(slash < 0 ? '' : directory.slice(0, slash));
    const scope = this.enterFrom(outer, directory);
    this.directories.set(directory, scope);
    return scope;
  }

  private enterFrom(outer: PackageScope | 'skipped', directory: string): PackageScope | 'skipped' {
    if (outer === 'skipped' || outer.ignore?.ignores(below(outer.directory, directory), true) === true)
      return 'skipped';
    const { packageFileName, includeSubpackages } = this.options;
    if (packageFileName === undefined || !this.files.has(`${directory}/${packageFileName}`)) return outer;
    return includeSubpackages === true ? this.scope(directory) : 'skipped';
  }

  private scope(directory: string): PackageScope {
    const path = directory === '' ? IGNORE_FILE_NAME : `${directory}/${IGNORE_FILE_NAME}`;
    const content = this.files.get(path);
    return { directory, ignore: content === undefined ? undefined : new IgnoreFile(decodeText(content, path)) };
  }
}

/** The paths of the files that `readPackage` would read, in the order of reading. */
export function packageFilePaths(files: PackageFiles, options: ReadPackageOptions = {}): string[] {
  const selection = new FileSelection(files, options);
  return [...files.keys()].filter((path) => selection.selects(path)).sort(compareWalkOrder);
}

/**
 * Reads the objects of a package as kyaml's LocalPackageReader does: file by file, each object annotated with its path and
 * index. Lists in files are not unwrapped. A `.krmignore` hides what it names in its own package, and a subpackage only as
 * a whole.
 *
 * @throws YamlSyntaxError that names the file, line and column.
 */
export function readPackage(files: PackageFiles, options: ReadPackageOptions = {}): KrmObject[] {
  return packageFilePaths(files, options).flatMap((path) => {
    const annotations: Record<string, string> =
      options.omitReaderAnnotations === true ? {} : { [PATH_ANNOTATION]: path, [LEGACY_PATH_ANNOTATION]: path };
    return readResources(decodeText(files.get(path) ?? '', path), {
      file: path,
      disableUnwrapping: true,
      omitReaderAnnotations: options.omitReaderAnnotations ?? false,
      preserveSequenceIndent: options.preserveSequenceIndent ?? false,
      wrapBareSequence: options.wrapBareSequence ?? false,
      setAnnotations: { ...options.setAnnotations, ...annotations },
    }).items;
  });
}
