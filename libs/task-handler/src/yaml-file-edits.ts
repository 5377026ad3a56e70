import { deriveSequenceIndent, parseYaml, printYaml, type YamlDocument } from '@porch/krm';
import { fileText, type PackageFile, type PackageResources, textFile } from '@porch/repository';

/** Whether a path names a file that holds KRM YAML (E-2.7). */
export function isYamlPath(path: string): boolean {
  return /\.ya?ml$/.test(path) || path === 'Kptfile' || path.endsWith('/Kptfile');
}

type YamlFileEdit = (documents: readonly YamlDocument[], path: string) => readonly YamlDocument[];

/**
 * Applies an edit to the documents of every YAML file. A file the edit leaves alone, or that cannot be read as YAML,
 * keeps its bytes; one without documents left is dropped.
 *
 * @param edit the documents as they shall be; the very same array when nothing is to change
 * @param onUnreadable told of a file that cannot be read; it may throw
 */
export function editYamlFiles(
  resources: PackageResources,
  edit: YamlFileEdit,
  onUnreadable: (path: string, error: Error) => void = () => undefined,
): PackageResources {
  const result = new Map<string, PackageFile>();
  for (const [path, file] of resources) {
    const edited = isYamlPath(path) ? editYamlFile(path, file, edit, onUnreadable) : file;
    if (edited) result.set(path, edited);
  }
  return result;
}

function editYamlFile(
  path: string,
  file: PackageFile,
  edit: YamlFileEdit,
  onUnreadable: (path: string, error: Error) => void,
): PackageFile | undefined {
  const text = fileText(file);
  if (text === undefined) return file;
  const documents = readableDocuments(text, path, onUnreadable);
  if (!documents) return file;
  const edited = edit(documents, path);
  if (edited === documents) return file;
  if (edited.length === 0) return undefined;
  return textFile(printYaml(edited, { sequenceIndent: deriveSequenceIndent(text) }), file.mode);
}

/**
 * The documents of a file; undefined when it cannot be read as YAML. Rendering says what is wrong with it; copying a
 * package must not fail over a file nobody asked about.
 */
export function readableDocuments(
  text: string,
  path: string,
  onUnreadable: (path: string, error: Error) => void = () => undefined,
): readonly YamlDocument[] | undefined {
  try {
    return parseYaml(text, { file: path });
  } catch (error) {
    onUnreadable(path, error as Error);
    return undefined;
  }
}
