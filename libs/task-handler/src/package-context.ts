import { getField, lookupPath, parseYaml, type YamlNode } from '@porch/krm';
import { fileText, type PackageResources, textFile } from '@porch/repository';
import { type PackageConfig } from './task-handler-contract';
import { editYamlFiles } from './yaml-file-edits';

const CONTEXT_NAME = 'kptfile.kpt.dev';
const CONTEXT_FILE = 'package-context.yaml';

/**
 * Puts the package's context beside its root Kptfile, in place of any the package came with (E-2.8). Contexts of
 * subpackages belong to them and stay.
 */
export function withPackageContext(resources: PackageResources, config: PackageConfig): PackageResources {
  const subpackages = [...resources.keys()]
    .filter((path) => path.endsWith('/Kptfile'))
    .map((path) => path.slice(0, -'Kptfile'.length));
  const without = editYamlFiles(resources, (documents, path) => {
    if (subpackages.some((folder) => path.startsWith(folder))) return documents;
    const kept = documents.filter(({ root }) => !(root && isContext(root)));
    return kept.length === documents.length ? documents : kept;
  });
  return new Map(without).set(CONTEXT_FILE, textFile(contextText(config)));
}

/** `package-path` of a package's context; empty when it has none. */
export function packagePathOfContext(resources: PackageResources): string {
  const file = resources.get(CONTEXT_FILE);
  const text = file && fileText(file);
  if (text === undefined) return '';
  for (const { root } of parseYaml(text, { file: CONTEXT_FILE })) {
    if (root && isContext(root)) return lookupPath(root, ['data', 'package-path'])?.value ?? '';
  }
  return '';
}

function isContext(root: YamlNode): boolean {
  return (
    getField(root, 'kind')?.value === 'ConfigMap' && lookupPath(root, ['metadata', 'name'])?.value === CONTEXT_NAME
  );
}

function contextText({ packageName, packagePath }: PackageConfig): string {
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${CONTEXT_NAME}
  annotations:
    config.kubernetes.io/local-config: "true"
data:
  name: ${packageName}
  package-path: ${packagePath}
`;
}
