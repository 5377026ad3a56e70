import { type ObjectMeta, type PackageRevisionResourcesObject } from '@porch/api';
import { fromJs, getString, parseYaml, printYaml } from '@porch/krm';
import { CommandError } from '../session/command-error';
import { REVISION_METADATA_FILE } from './revision-metadata-file';

const KIND = 'KptRevisionMetadata';

/** The metadata file of a pulled package: the whole metadata of its PackageRevisionResources, under an empty apiVersion. */
export function revisionMetadataText(resources: PackageRevisionResourcesObject): string {
  const { metadata } = resources;
  return printYaml(fromJs({ apiVersion: '', kind: KIND, metadata: sortedFields(metadata) }));
}

/**
 * The resourceVersion that a package was pulled at; empty when its metadata file says none.
 * @throws CommandError when there is no metadata file or it is another kind of file
 */
export function pulledVersion(
  files: ReadonlyMap<string, string>,
  package_: { name: string; namespace: string },
): string {
  const problem = (what: string) =>
    new CommandError(
      `${what} in PackageRevisionResources '${package_.namespace}/${package_.name}'\n` +
        'use "porchctl rpkg pull" to download the remote package metadata before pushing',
    );
  const text = files.get(REVISION_METADATA_FILE);
  if (text === undefined) throw problem(`"${REVISION_METADATA_FILE}" not found`);
  const node = parseYaml(text, { file: REVISION_METADATA_FILE })[0]?.root;
  if (getString(node, 'kind') !== KIND) throw problem(`"${REVISION_METADATA_FILE}" does not contain kind "${KIND}"`);
  return getString(node, 'metadata', 'resourceVersion') ?? '';
}

/** The package revision that a metadata file is of; undefined for a file that does not say. */
export function pulledRevision(text: string): { name: string; namespace: string | undefined } | undefined {
  let node;
  try {
    node = parseYaml(text, { file: REVISION_METADATA_FILE })[0]?.root;
  } catch {
    return undefined;
  }
  const name = getString(node, 'metadata', 'name');
  if (getString(node, 'kind') !== KIND || name === undefined) return undefined;
  return { name, namespace: getString(node, 'metadata', 'namespace') };
}

function sortedFields(metadata: ObjectMeta): Record<string, unknown> {
  const entries = Object.entries(metadata).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
