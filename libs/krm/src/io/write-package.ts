import { invalidData } from '../document/invalid-data';
import { type KrmObject } from '../document/krm-object';
import { printYaml } from '../document/print-yaml';
import { LEGACY_PATH_ANNOTATION, PATH_ANNOTATION } from './annotation-keys';
import { decodeText } from './decode-text';
import { clearReaderAnnotations, defaultPathAndIndexAnnotations, filePlace, sortByFilePlace } from './file-annotations';
import { readResources } from './read-resources';
import { type PackageFiles } from './read-package';
import { isUntouched } from './untouched';
import { sequenceIndentOf, withoutWrapping, writeResources } from './write-resources';

export interface WritePackageOptions {
  /** Leave path, index and list style annotations in the files. */
  keepReaderAnnotations?: boolean;
  /** Further annotations to leave out. */
  clearAnnotations?: readonly string[];
  /**
   * The files the objects were read from. With them, objects that did not change keep their text byte for byte, and files
   * of only such objects theirs. Without them everything is printed anew, as kpt does.
   */
  keepUntouched?: PackageFiles;
}

/**
 * Writes objects into files by their path annotations, those of one file in the order of their indexes (kyaml's
 * LocalPackageWriter). Objects without path or index get the default ones. Gives the files by path; what no longer has an
 * object is not among them.
 *
 * @throws PorchError (Invalid) for a path that is absolute or leads out of the package, and for an index that is no number.
 */
export function writePackage(objects: readonly KrmObject[], options: WritePackageOptions = {}): Map<string, string> {
  defaultPathAndIndexAnnotations('', objects);
  const byPath = new Map<string, KrmObject[]>();
  for (const object of objects) {
    const { path } = filePlace(object);
    checkPath(path);
    const others = byPath.get(path);
    if (others) others.push(object);
    else byPath.set(path, [object]);
  }
  const files = new Map<string, string>();
  for (const [path, content] of byPath) {
    const sorted = sortByFilePlace(content);
    files.set(path, options.keepUntouched === undefined ? print(sorted, options) : printTouched(path, sorted, options));
  }
  return files;
}

function checkPath(path: string): void {
  if (path.startsWith('/')) throw invalidData(`package paths may not be absolute paths: ${path}`);
  if (path.split('/').includes('..')) throw invalidData(`resource must be written under the package: ${path}`);
}

function print(objects: readonly KrmObject[], options: WritePackageOptions): string {
  const paths = options.keepReaderAnnotations === true ? [] : [PATH_ANNOTATION, LEGACY_PATH_ANNOTATION];
  return writeResources(objects, {
    keepReaderAnnotations: options.keepReaderAnnotations ?? false,
    clearAnnotations: [...(options.clearAnnotations ?? []), ...paths],
  });
}

/** Prints only what changed. */
function printTouched(path: string, objects: readonly KrmObject[], options: WritePackageOptions): string {
  const content = options.keepUntouched?.get(path);
  const untouched = objects.map(isUntouched);
  if (content !== undefined && untouched.every(Boolean) && sameSources(decodeText(content, path), objects)) {
    return decodeText(content, path);
  }
  if (path.endsWith('.json') || !untouched.some(Boolean)) return print(objects, options);
  const texts = objects.map((object, place) =>
    untouched[place] === true ? ownText(object, place === 0) : printOne(object, options),
  );
  return texts.join('---\n');
}

/** Whether these are all the objects of a file, in its order. */
function sameSources(text: string, objects: readonly KrmObject[]): boolean {
  const { items } = readResources(text, {
    omitReaderAnnotations: true,
    disableUnwrapping: true,
    wrapBareSequence: true,
  });
  return (
    items.length === objects.length &&
    items.every((item, place) => item.document.source === objects[place]?.document.source)
  );
}

function ownText(object: KrmObject, first: boolean): string {
  const { source } = object.document;
  const text = first ? source : source.replace(/^---[^\n]*\n/, '');
  return text.endsWith('\n') ? text : `${text}\n`;
}

function printOne(object: KrmObject, options: WritePackageOptions): string {
  const sequenceIndent = sequenceIndentOf(object);
  const copy = object.copyForAnnotations();
  if (options.keepReaderAnnotations !== true) {
    clearReaderAnnotations(copy);
    copy.deleteAnnotation(PATH_ANNOTATION);
    copy.deleteAnnotation(LEGACY_PATH_ANNOTATION);
  }
  for (const key of options.clearAnnotations ?? []) copy.deleteAnnotation(key);
  copy.clearEmptyAnnotations();
  return printYaml(withoutWrapping(copy), { sequenceIndent });
}
