import {
  getField,
  getString,
  KrmObject,
  parseYaml,
  printYaml,
  type SequenceIndent,
  YamlDocument,
  YamlNode,
} from '@porch/krm';
import { CommandError } from '../session/command-error';
import { REVISION_METADATA_FILE } from './revision-metadata';

const API_VERSION = 'config.kubernetes.io/v1';
const PATH = 'internal.config.kubernetes.io/path';
const INDEX = 'internal.config.kubernetes.io/index';
const LEGACY_PATH = 'config.kubernetes.io/path';
const LEGACY_INDEX = 'config.kubernetes.io/index';
const SEQUENCE_INDENT = 'internal.config.kubernetes.io/seqindent';

/** A package's YAML files as one ResourceList, each object annotated with the file it is from and its place in it. */
export function packageToResourceList(files: ReadonlyMap<string, string>): string {
  const items = [...files.keys()]
    .filter(holdsResources)
    .sort()
    .flatMap((path) => objectsOf(files.get(path) ?? '', path));
  const list = YamlNode.mapping();
  list.content.push(
    YamlNode.scalar('apiVersion'),
    YamlNode.string(API_VERSION),
    YamlNode.scalar('kind'),
    YamlNode.string('ResourceList'),
    YamlNode.scalar('items'),
    YamlNode.sequence(items),
  );
  return printYaml(list);
}

function holdsResources(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return /\.ya?ml$/.test(name) || name === 'Kptfile' || name === REVISION_METADATA_FILE;
}

function objectsOf(text: string, path: string): YamlNode[] {
  const documents = parseYaml(text, { file: path }).filter(({ root }) => root !== undefined);
  return documents.map((document, index) => {
    if (document.root?.kind !== 'mapping') {
      throw new CommandError(
        `${path} holds something other than objects; name a directory to pull the package as files`,
      );
    }
    const object = new KrmObject(document);
    object.setAnnotation(LEGACY_INDEX, String(index));
    object.setAnnotation(INDEX, String(index));
    object.setAnnotation(LEGACY_PATH, path);
    object.setAnnotation(PATH, path);
    return object.node;
  });
}

/**
 * The files that a ResourceList, or a stream of plain documents, stands for: each object goes to the file that its path
 * annotation names, in the order of its index annotation, without these annotations.
 * @throws CommandError when a path leaves the package
 */
export function resourceListToPackage(text: string): Map<string, string> {
  const byPath = new Map<string, KrmObject[]>();
  for (const node of itemsOf(text)) {
    const object = new KrmObject(node);
    const path = pathOf(object);
    byPath.set(path, [...(byPath.get(path) ?? []), object]);
  }
  return new Map([...byPath].map(([path, objects]) => [path, fileText(objects)]));
}

function itemsOf(text: string): YamlNode[] {
  const roots = parseYaml(text).flatMap(({ root }) => (root === undefined ? [] : [root]));
  const [only] = roots;
  const items = roots.length === 1 ? getField(only, 'items') : undefined;
  const kind = getString(only, 'kind');
  const list = items?.kind === 'sequence' && (kind === 'ResourceList' || kind === 'List') ? items.content : roots;
  for (const node of list) {
    if (node.kind !== 'mapping') throw new CommandError('the input holds something other than objects');
  }
  return list;
}

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

function fileText(objects: readonly KrmObject[]): string {
  const indexOf = (object: KrmObject) => Number(object.getAnnotation(INDEX) ?? object.getAnnotation(LEGACY_INDEX) ?? 0);
  const ordered = [...objects].sort((a, b) => indexOf(a) - indexOf(b));
  const sequenceIndent = ordered[0]?.getAnnotation(SEQUENCE_INDENT) as SequenceIndent | undefined;
  for (const object of ordered) {
    for (const key of [PATH, INDEX, LEGACY_PATH, LEGACY_INDEX, SEQUENCE_INDENT]) object.deleteAnnotation(key);
    object.clearEmptyAnnotations();
  }
  const documents = ordered.map((object) => new YamlDocument(object.node));
  return printYaml(documents, sequenceIndent === 'wide' ? { sequenceIndent } : {});
}
