import { getField, lookupPath, parseYaml, type YamlDocument, printYaml } from '@porch/krm';
import { fileText, type PackageFile, type PackageResources, textFile } from '@porch/repository';
import { type PackageConfig } from './task-handler-contract';

const CONTEXT_NAME = 'kptfile.kpt.dev';
const CONTEXT_FILE = 'package-context.yaml';

/**
 * Puts the package's context beside its root Kptfile, in place of any the package came with (E-2.8). Contexts of
 * subpackages belong to them and stay.
 */
export function withPackageContext(resources: PackageResources, config: PackageConfig): PackageResources {
  const result = new Map<string, PackageFile>();
  const nested = subpackageFolders(resources);
  for (const [path, file] of resources) {
    const kept = nested.some((folder) => path.startsWith(folder)) ? file : withoutContext(path, file);
    if (kept) result.set(path, kept);
  }
  result.set(CONTEXT_FILE, textFile(contextText(config)));
  return result;
}

/** `package-path` of a package's context; empty when it has none. */
export function packagePathOfContext(resources: PackageResources): string {
  const text = textOf(resources.get(CONTEXT_FILE));
  if (text === undefined) return '';
  for (const { root } of parseYaml(text, { file: CONTEXT_FILE })) {
    if (root && isContext(root)) return lookupPath(root, ['data', 'package-path'])?.value ?? '';
  }
  return '';
}

function subpackageFolders(resources: PackageResources): string[] {
  return [...resources.keys()]
    .filter((path) => path.endsWith('/Kptfile'))
    .map((path) => path.slice(0, -'Kptfile'.length));
}

function withoutContext(path: string, file: PackageFile): PackageFile | undefined {
  const text = /\.ya?ml$/.test(path) ? textOf(file) : undefined;
  if (!text?.includes(CONTEXT_NAME)) return file;
  let documents: YamlDocument[];
  try {
    documents = parseYaml(text, { file: path });
  } catch {
    // What cannot be read holds no context to replace; rendering will say what is wrong with it.
    return file;
  }
  const kept = documents.filter(({ root }) => !(root && isContext(root)));
  if (kept.length === documents.length) return file;
  return kept.length === 0 ? undefined : textFile(printYaml(kept), file.mode);
}

function isContext(root: NonNullable<YamlDocument['root']>): boolean {
  return (
    getField(root, 'kind')?.value === 'ConfigMap' && lookupPath(root, ['metadata', 'name'])?.value === CONTEXT_NAME
  );
}

function textOf(file: PackageFile | undefined): string | undefined {
  return file && fileText(file);
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
