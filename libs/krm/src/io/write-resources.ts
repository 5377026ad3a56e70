import { type KrmObject } from '../document/krm-object';
import { getField } from '../document/node-access';
import { printYaml, type SequenceIndent } from '../document/print-yaml';
import { YamlDocument } from '../document/yaml-document';
import { YamlNode, type YamlNodeStyle } from '../document/yaml-node';
import { SEQUENCE_INDENT_ANNOTATION } from './annotation-keys';
import { clearReaderAnnotations, copyLegacyAnnotations, filePlace, sortByFilePlace } from './file-annotations';
import { jsonText } from './json-text';
import { BARE_SEQUENCE_KEY } from './read-resources';

export interface WriteResourcesOptions {
  /** Leave index and list style annotations in the output. */
  keepReaderAnnotations?: boolean;
  /** Further annotations to leave out. */
  clearAnnotations?: readonly string[];
  /** Order by path and index first, of which the current and the legacy annotations then say the same. */
  sort?: boolean;
  /** Write the objects as `items` of a list of this kind, such as `ResourceList`. */
  wrapping?: { apiVersion: string; kind: string } | undefined;
  /** With wrapping: the `functionConfig` of the list. */
  functionConfig?: YamlNode | undefined;
  /** With wrapping: the `results` of the list. */
  results?: YamlNode | undefined;
  /** The style to give to every object, such as `flow`. */
  style?: YamlNodeStyle;
}

/**
 * Writes objects as YAML the way kyaml's ByteWriter does: documents separated by `---`, each with the list style of its
 * annotation, or one list in compact style. A single unwrapped object whose file is `*.json` is written as JSON. The objects
 * themselves are not changed.
 */
export function writeResources(objects: readonly KrmObject[], options: WriteResourcesOptions = {}): string {
  const copies = objects.map((object) => object.copyForAnnotations());
  if (options.sort === true && copies.length > 1) copies.forEach(copyLegacyAnnotations);
  const sorted = options.sort === true ? sortByFilePlace(copies) : copies;
  const first = sorted[0];
  const asJson =
    options.wrapping === undefined &&
    sorted.length === 1 &&
    first !== undefined &&
    filePlace(first).path.endsWith('.json');
  const indents = sorted.map((object) => sequenceIndentOf(object));
  for (const object of sorted) clean(object, options);

  if (asJson) return jsonText(first.node);
  if (options.wrapping === undefined) return printDocuments(sorted, indents);
  return printYaml(wrap(sorted, options.wrapping, options));
}

/** The list style that the reader noted on an object. */
export function sequenceIndentOf(object: KrmObject): SequenceIndent {
  return object.getAnnotation(SEQUENCE_INDENT_ANNOTATION) === 'wide' ? 'wide' : 'compact';
}

function clean(object: KrmObject, options: WriteResourcesOptions): void {
  if (options.keepReaderAnnotations !== true) clearReaderAnnotations(object);
  for (const key of options.clearAnnotations ?? []) object.deleteAnnotation(key);
  object.clearEmptyAnnotations();
  if (options.style !== undefined) object.node.style = options.style;
}

function printDocuments(objects: readonly KrmObject[], indents: readonly SequenceIndent[]): string {
  const texts = objects.map((object, position) =>
    printYaml(withoutWrapping(object), { sequenceIndent: indents[position] ?? 'compact' }),
  );
  return texts.join('---\n');
}

/** The document to print: a bare list comes out of the object it was wrapped in. */
export function withoutWrapping(object: KrmObject): YamlDocument {
  const list = getField(object.node, BARE_SEQUENCE_KEY);
  return list === undefined ? object.document : new YamlDocument(list);
}

function wrap(
  objects: readonly KrmObject[],
  wrapping: { apiVersion: string; kind: string },
  { functionConfig, results, style }: WriteResourcesOptions,
): YamlNode {
  const list = YamlNode.mapping();
  if (style !== undefined) list.style = style;
  const items = YamlNode.sequence(objects.map((object) => object.node));
  list.content.push(YamlNode.scalar('apiVersion'), YamlNode.scalar(wrapping.apiVersion));
  list.content.push(YamlNode.scalar('kind'), YamlNode.scalar(wrapping.kind));
  list.content.push(YamlNode.scalar('items'), items);
  if (functionConfig !== undefined) list.content.push(YamlNode.scalar('functionConfig'), functionConfig);
  if (results !== undefined) list.content.push(YamlNode.scalar('results'), results);
  return list;
}
