import { posix } from 'node:path';
import {
  attributeUsage,
  filePlace,
  type KrmObject,
  LEGACY_PATH_ANNOTATION,
  PATH_ANNOTATION,
  setPath,
  writeResources,
} from '@porch/krm';
import { type PackageFile, type PackageResources, textFile } from '@porch/repository';
import { PACKAGE_PATH_ANNOTATION, pathRelativeToRoot } from './path-rules';

/** Makes every path relative to the root package, takes package paths off, and notes kpt's use where Config Connector wants it. */
export function settleResources(resources: readonly KrmObject[], attribute: boolean): KrmObject[] {
  return resources.map((resource) => {
    const settled = resource.copy();
    const packagePath = posix.join('/', settled.getAnnotation(PACKAGE_PATH_ANNOTATION) ?? '');
    setPath(settled, pathRelativeToRoot('/', packagePath, filePlace(settled).path));
    settled.deleteAnnotation(PACKAGE_PATH_ANNOTATION);
    if (attribute) attributeUsage(settled, 'fn');
    return settled;
  });
}

export interface WrittenPackage {
  readonly files: Map<string, PackageFile>;
  /** The files that hold resources now. */
  readonly paths: ReadonlySet<string>;
}

/**
 * A package's files with settled resources written into them, each file once, its resources in the order of their index.
 * Files that hold no resources stay as they are.
 */
export function writePackage(original: PackageResources, resources: readonly KrmObject[]): WrittenPackage {
  const files = new Map(original);
  const byPath = new Map<string, KrmObject[]>();
  for (const resource of resources) {
    const { path } = filePlace(resource);
    const list = byPath.get(path);
    if (list) list.push(resource);
    else byPath.set(path, [resource]);
  }
  for (const [path, objects] of byPath) {
    const text = writeResources(objects, { sort: true, clearAnnotations: [PATH_ANNOTATION, LEGACY_PATH_ANNOTATION] });
    files.set(path, textFile(text, original.get(path)?.mode ?? 'regular'));
  }
  return { files, paths: new Set(byPath.keys()) };
}
