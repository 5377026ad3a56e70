import { type FunctionCatalogue } from './function-catalogue';

/** The published versions of the catalogue's functions that are known here; each stands for its built-in function. */
const VERSIONS: Readonly<Record<string, readonly string[]>> = {
  'apply-replacements': ['v0.1.5'],
  'apply-setters': ['v0.1.1', 'v0.2.0', 'v0.2.2'],
  'create-setters': ['v0.1.0'],
  'delete-annotations': ['v0.1.0'],
  'ensure-name-substring': ['v0.1.1', 'v0.2.0', 'v0.2.1'],
  format: ['v0.1.0'],
  kubeconform: ['v0.1.2'],
  'list-setters': ['v0.1.0'],
  'remove-local-config-resources': ['v0.1.0'],
  'search-replace': ['v0.2.0', 'v0.2.1', 'v0.2.3'],
  'set-annotations': ['v0.1.4', 'v0.1.5'],
  'set-enforcement-action': ['v0.1.0'],
  'set-image': ['v0.1.0', 'v0.1.1', 'v0.1.2', 'v0.1.4'],
  'set-labels': ['v0.1.5', 'v0.2.0', 'v0.2.2', 'v0.2.5'],
  'set-name-prefix': ['v0.0.3'],
  'set-namespace': ['v0.2.0', 'v0.3.4', 'v0.4.0', 'v0.4.1', 'v0.4.2', 'v0.4.5'],
  'set-project-id': ['v0.2.1'],
  starlark: ['v0.3.0', 'v0.4.3', 'v0.5.2', 'v0.5.5'],
  'upsert-resource': ['v0.2.1'],
};

/** The tags by which an image's built-in function is known; undefined for an image that is none of the catalogue's. */
export function builtInTags(catalogue: FunctionCatalogue, image: string): readonly string[] | undefined {
  const entry = catalogue.byImage(image);
  return entry && (VERSIONS[entry.function.name] ?? []);
}
