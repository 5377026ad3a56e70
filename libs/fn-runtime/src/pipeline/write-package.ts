import { posix } from 'node:path';
import { attributeUsage, filePlace, type KrmObject, setPath, writePackage } from '@porch/krm';
import { type PackageFile, type PackageResources, textFile } from '@porch/repository';
import { PACKAGE_PATH_ANNOTATION, pathRelativeToRoot } from './path-rules';

/** Makes every path relative to the root package, takes package paths off, and notes kpt's use where Config Connector wants it. */
export function settleResources(resources: readonly KrmObject[], attribute: boolean): KrmObject[] {
  return resources.map((resource) => {
    const settled = resource.copyForAnnotations();
    const packagePath = posix.join('/', settled.getAnnotation(PACKAGE_PATH_ANNOTATION) ?? '');
    setPath(settled, pathRelativeToRoot('/', packagePath, filePlace(settled).path));
    settled.deleteAnnotation(PACKAGE_PATH_ANNOTATION);
    if (attribute) attributeUsage(settled, 'fn');
    return settled;
  });
}

/**
 * A package's files with settled resources written into them, each file once, its resources in the order of their index.
 * Files that held resources before and hold none now are removed when `prune` says so; all others stay.
 */
export function writeInto(
  original: PackageResources,
  resources: readonly KrmObject[],
  options: { readonly keepUntouched: boolean; readonly prune: readonly string[] },
): Map<string, PackageFile> {
  const contents = new Map([...original].map(([path, { content }]) => [path, content]));
  const texts = writePackage(resources, options.keepUntouched ? { keepUntouched: contents } : {});
  const files = new Map(original);
  for (const path of options.prune) if (!texts.has(path)) files.delete(path);
  for (const [path, text] of texts) files.set(path, textFile(text, original.get(path)?.mode ?? 'regular'));
  return files;
}
