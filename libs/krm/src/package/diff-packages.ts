import { ATTRIBUTION_ANNOTATION } from '../attribution/attribute-usage';
import { clearField } from '../document/node-access';
import { toJs } from '../document/node-conversion';
import type { YamlNode } from '../document/yaml-node';
import { readResources } from '../io/read-resources';
import { writeResources } from '../io/write-resources';
import { decodedKptfile } from '../merge/kptfile-sections';
import { baseName, directoryOf, KPTFILE, type PackageTree, sameBytes, textOf } from './package-files';
import { readKptfile } from './read-kptfile';
import { ownDirectories, ownFiles } from './subpackages';

/**
 * Compares two packages without their subpackages, as kpt does before it throws one away: differences in formatting, in
 * the attribution annotation and in a Kptfile's upstream and upstreamLock do not count.
 *
 * @returns sorted paths of the files that differ and of the files and directories that only one of them has.
 * @throws PorchError (Invalid) for a Kptfile that cannot be read.
 */
export function diffPackages(a: PackageTree, b: PackageTree): string[] {
  const [filesOfA, filesOfB] = [ownFiles(a), ownFiles(b)];
  const pathsOfA = new Set([...filesOfA.keys(), ...ownDirectories(a)]);
  const pathsOfB = new Set([...filesOfB.keys(), ...ownDirectories(b)]);
  const different = new Set<string>();
  for (const path of pathsOfA) if (!pathsOfB.has(path)) different.add(path);
  for (const path of pathsOfB) if (!pathsOfA.has(path)) different.add(path);
  for (const [path, content] of filesOfA) {
    const other = filesOfB.get(path);
    if (other && !sameBytes(content, other) && !sameFile(filesOfA, filesOfB, path)) different.add(path);
  }
  return [...different].sort();
}

function sameFile(a: PackageTree, b: PackageTree, path: string): boolean {
  if (baseName(path) === KPTFILE)
    return sameKptfile(readKptfile(a, directoryOf(path)), readKptfile(b, directoryOf(path)));
  const [textOfA, textOfB] = [a, b].map((files) => normalizedText(files.get(path) as Uint8Array));
  return textOfA !== undefined && textOfA === textOfB;
}

/** Undefined for what cannot be read as resources; such files are the same if their bytes are. */
function normalizedText(content: Uint8Array): string | undefined {
  try {
    const { items } = readResources(textOf(content), { omitReaderAnnotations: true });
    for (const item of items) {
      item.deleteAnnotation(ATTRIBUTION_ANNOTATION);
      item.clearEmptyAnnotations();
    }
    return writeResources(items);
  } catch {
    return undefined;
  }
}

/** Whether two Kptfiles decode to the same but for where they come from. */
export function sameKptfile(a: YamlNode | undefined, b: YamlNode | undefined): boolean {
  return comparableKptfile(a) === comparableKptfile(b);
}

function comparableKptfile(kptfile: YamlNode | undefined): string {
  const view = decodedKptfile(kptfile);
  for (const name of ['upstream', 'upstreamLock']) clearField(view, name);
  return JSON.stringify(toJs(view), (_key, value: unknown) => sortedFields(value));
}

function sortedFields(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
