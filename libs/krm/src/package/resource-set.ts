import type { KrmObject } from '../document/krm-object';
import type { SequenceIndent } from '../document/print-yaml';
import { printYaml } from '../document/print-yaml';
import { decodeText } from '../io/decode-text';
import { packageFilePaths } from '../io/read-package';
import { readResources } from '../io/read-resources';
import { deriveSequenceIndent } from '../io/sequence-indent';
import { withoutWrapping } from '../io/write-resources';
import { mergeError } from '../merge/merge-error';
import { bytesOf, type PackageTree } from './package-files';

/** A resource of a package with the place it is written to. */
export interface PlacedResource {
  readonly object: KrmObject;
  readonly path: string;
  /** Place among the resources of its file. */
  readonly index: number;
  /** How its lists are indented. */
  readonly sequenceIndent: SequenceIndent;
}

/** Paths of the files that are read as resources: YAML files that `.krmignore` does not hide, in the order of a walk. */
export function resourceFilePaths(files: PackageTree): string[] {
  return packageFilePaths(files);
}

/**
 * Reads the resources of a package's YAML files.
 *
 * @param files own files of the package, or those of a tree.
 * @param role what the package is in the merge, for messages.
 * @throws PorchError (Invalid) naming the file, line and column of what is not YAML.
 */
export function readPackageResources(files: PackageTree, role: string): PlacedResource[] {
  return resourceFilePaths(files).flatMap((path) => readResourceFile(path, files.get(path) as Uint8Array, role));
}

/**
 * Reads the resources of one file; bare lists are wrapped, `List`s are not unwrapped.
 *
 * @throws PorchError (Invalid) for what is not YAML.
 */
export function readResourceFile(path: string, content: Uint8Array, role: string): PlacedResource[] {
  try {
    const options = { file: path, omitReaderAnnotations: true, wrapBareSequence: true, disableUnwrapping: true };
    return readResources(decodeText(content, path), options).items.map((object, index) => ({
      object,
      path,
      index,
      sequenceIndent: deriveSequenceIndent(object.document.source),
    }));
  } catch (error) {
    throw mergeError(`cannot read the resources of the ${role} package: ${(error as Error).message}`, error);
  }
}

/** Prints a resource in kyaml's layout. */
export function printResource({ object, sequenceIndent }: PlacedResource): string {
  return printYaml(withoutWrapping(object), { sequenceIndent });
}

/** Puts the texts of a file's resources together; only the first may begin with a document marker of its own. */
export function joinResources(texts: readonly string[]): Uint8Array {
  const parts = texts.map((text, index) => {
    const body = index === 0 ? text : text.replace(/^---[^\n]*\n/, '');
    return body.endsWith('\n') ? body : `${body}\n`;
  });
  return bytesOf(parts.join('---\n'));
}
