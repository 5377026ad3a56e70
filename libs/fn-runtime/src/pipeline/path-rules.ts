import { posix } from 'node:path';
import { filePlace, type KrmObject } from '@porch/krm';

/** Which package an object belongs to during a render: `.` is the root. */
export const PACKAGE_PATH_ANNOTATION = 'internal.config.kubernetes.io/package-path';

/**
 * What a function may do with paths: nothing outside its package, and no two objects of one package at the same place of
 * a file (kpt). @throws Error with kpt's text
 */
export function enforcePathRules(objects: readonly KrmObject[]): void {
  const taken = new Set<string>();
  for (const object of objects) {
    const { path, index } = filePlace(object);
    const clean = posix.normalize(path === '' ? '.' : path);
    if (clean.startsWith('../')) {
      throw new Error(`function must not modify resources outside of package: resource has path ${path}`);
    }
    const place = `${object.getAnnotation(PACKAGE_PATH_ANNOTATION) ?? ''}\0${clean}\0${index}`;
    if (taken.has(place)) throw new Error(`resource at path "${clean}" and index "${index}" already exists`);
    taken.add(place);
  }
}

/**
 * A path in a package as a path in the root package. Package paths are absolute, as kpt's are.
 * @throws Error when the package does not lie in the root package
 */
export function pathRelativeToRoot(rootPath: string, packagePath: string, resourcePath: string): string {
  if (!posix.isAbsolute(rootPath)) throw new Error(`root package path "${rootPath}" must be absolute`);
  if (!posix.isAbsolute(packagePath)) throw new Error(`subpackage path "${packagePath}" must be absolute`);
  const relative = posix.relative(rootPath, packagePath);
  if (relative === '..' || relative.startsWith('../')) {
    throw new Error(`subpackage "${packagePath}" is not a descendant of "${rootPath}"`);
  }
  return posix.join(relative, posix.normalize(resourcePath));
}
