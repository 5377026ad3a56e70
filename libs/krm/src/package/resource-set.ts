import type { KrmObject } from '../document/krm-object';
import type { SequenceIndent } from '../document/print-yaml';
import { printYaml } from '../document/print-yaml';
import { readResources } from '../io/read-resources';
import { deriveSequenceIndent } from '../io/sequence-indent';
import { withoutWrapping } from '../io/write-resources';
import { mergeError } from '../merge/merge-error';
import { bytesOf, type PackageFiles, textOf } from './package-files';

/** A resource of a package with the place it is written to. */
export interface PlacedResource {
  readonly object: KrmObject;
  readonly path: string;
  /** Place among the resources of its file. */
  readonly index: number;
  /** How its lists are indented. */
  readonly sequenceIndent: SequenceIndent;
}

const RESOURCE_FILE = /\.ya?ml$/;

/** Whether a file is read as resources, by its name; JSON files are not, as in kpt's merge. */
export function isResourceFile(path: string): boolean {
  return RESOURCE_FILE.test(path);
}

/**
 * Reads the resources of a package's YAML files, in the order of their paths.
 *
 * @param files own files of the package.
 * @param role what the package is in the merge, for messages.
 * @throws PorchError (Invalid) naming the file, line and column of what is not YAML.
 */
export function readPackageResources(files: PackageFiles, role: string): PlacedResource[] {
  return [...files.keys()]
    .filter(isResourceFile)
    .sort()
    .flatMap((path) => readResourceFile(path, textOf(files.get(path) as Uint8Array), role));
}

/** Reads the resources of one file. @throws PorchError (Invalid) for what is not YAML. */
export function readResourceFile(path: string, text: string, role: string): PlacedResource[] {
  try {
    const options = { file: path, omitReaderAnnotations: true, wrapBareSequence: true, disableUnwrapping: true };
    return readResources(text, options).items.map((object, index) => ({
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

/** Puts the texts of a file's resources together. */
export function joinResources(texts: readonly string[]): Uint8Array {
  return bytesOf(texts.map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join('---\n'));
}
