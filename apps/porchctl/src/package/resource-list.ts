import { type KrmObject, readResources, writeResources } from '@porch/krm';
import { CommandError } from '../session/command-error';
import { REVISION_METADATA_FILE } from './revision-metadata-file';

const RESOURCE_LIST = { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList' };
const PATH = 'internal.config.kubernetes.io/path';
const LEGACY_PATH = 'config.kubernetes.io/path';

/** A package's YAML files as one ResourceList, each object annotated with the file it is from and its place in it. */
export function packageToResourceList(files: ReadonlyMap<string, string>): string {
  const objects = [...files.keys()]
    .filter(holdsResources)
    .sort()
    .flatMap((path) => {
      const setAnnotations = { [LEGACY_PATH]: path, [PATH]: path };
      return readResources(files.get(path) ?? '', { file: path, setAnnotations, disableUnwrapping: true }).items;
    });
  return writeResources(objects, { keepReaderAnnotations: true, sort: true, wrapping: RESOURCE_LIST });
}

function holdsResources(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /\.ya?ml$/.test(name) || name === 'Kptfile' || name === REVISION_METADATA_FILE;
}

/**
 * The files that a ResourceList, or a stream of plain documents, stands for: each object goes to the file that its path
 * annotation names, in the order of its index annotation, without these annotations.
 * @throws CommandError when a path leaves the package
 */
export function resourceListToPackage(text: string): Map<string, string> {
  const byPath = new Map<string, KrmObject[]>();
  for (const object of readResources(text, { preserveSequenceIndent: true, wrapBareSequence: true }).items) {
    const path = pathOf(object);
    byPath.set(path, [...(byPath.get(path) ?? []), object]);
  }
  const options = { clearAnnotations: [PATH, LEGACY_PATH], sort: true };
  return new Map([...byPath].map(([path, objects]) => [path, writeResources(objects, options)]));
}

/** Upstream's place for an object without a path: a folder for the namespace, a file for the name. */
function pathOf(object: KrmObject): string {
  const path =
    object.getAnnotation(PATH) ??
    object.getAnnotation(LEGACY_PATH) ??
    `${object.namespace || 'non-namespaced'}/${object.name || 'unnamed'}.yaml`;
  if (path === '' || path.startsWith('/') || path.split('/').includes('..')) {
    throw new CommandError(`the path "${path}" of ${object.kind} "${object.name}" is not inside the package`);
  }
  return path;
}
