import { invalidData } from '../document/invalid-data';
import { KrmObject } from '../document/krm-object';
import { getField, getString, isNull } from '../document/node-access';
import { YamlComposer } from '../document/yaml-composer';
import { YamlDocument } from '../document/yaml-document';
import { YamlNode } from '../document/yaml-node';
import { YamlSyntaxError } from '../document/yaml-syntax-error';
import { compareText } from '../document/compare-text';
import { INDEX_ANNOTATION, LEGACY_INDEX_ANNOTATION, SEQUENCE_INDENT_ANNOTATION } from './annotation-keys';
import { copyLegacyAnnotations } from './file-annotations';
import { resolveAnchors } from './resolve-anchors';
import { deriveSequenceIndent } from './sequence-indent';
import { splitDocuments, type DocumentText } from './split-documents';

/** The field that holds a bare list when it is handed around as an object. */
export const BARE_SEQUENCE_KEY = 'bareSeqNodeWrappingKey';

export interface ReadResourcesOptions {
  /** The file the text is from, for error messages. */
  file?: string;
  /** Do not number the documents with index annotations. */
  omitReaderAnnotations?: boolean;
  /** Annotations to set on every document. */
  setAnnotations?: Readonly<Record<string, string>>;
  /** Note the style of lists in an annotation, so that writing keeps it. */
  preserveSequenceIndent?: boolean;
  /** Give a `List` or `ResourceList` as the one object it is. */
  disableUnwrapping?: boolean;
  /** Take a document that is a list for an object with the list in one field. */
  wrapBareSequence?: boolean;
  /** Replace aliases and merge keys by what they stand for. */
  resolveAnchors?: boolean;
}

export interface ReadResources {
  items: KrmObject[];
  /** What the items came wrapped in, if they did. */
  wrapping?: { apiVersion: string; kind: string };
  functionConfig?: YamlNode;
  results?: YamlNode;
}

/**
 * Reads the objects of a YAML or JSON text as kyaml's ByteReader does. Documents that are empty or hold only comments are
 * left out. A `ResourceList` or `List` that is the only document is unwrapped.
 *
 * @throws YamlSyntaxError for text that is no YAML, and for documents that are no mappings.
 * @throws PorchError (Invalid) when the list style is to be noted in an annotation and no annotations are to be made.
 */
export function readResources(text: string, options: ReadResourcesOptions = {}): ReadResources {
  if (options.omitReaderAnnotations === true && options.preserveSequenceIndent === true) {
    throw invalidData(
      '"PreserveSeqIndent" option adds a reader annotation, please set "OmitReaderAnnotations" to false',
    );
  }
  const parts = splitDocuments(text.replaceAll('\r\n', '\n'), options.file);
  const result: ReadResources = { items: [] };
  let index = 0;
  for (const part of parts) {
    const object = readDocument(part, index, options);
    if (object === undefined) continue;
    if (parts.length === 1 && options.disableUnwrapping !== true && unwrap(object, result)) continue;
    result.items.push(object);
    index++;
  }
  if (options.resolveAnchors === true) for (const item of result.items) resolveAnchors(item.node);
  return result;
}

function readDocument(part: DocumentText, index: number, options: ReadResourcesOptions): KrmObject | undefined {
  const { file } = options;
  const document = parseFirst(part, file);
  const { root } = document;
  if (root === undefined || isNull(root)) return undefined;
  document.source = part.text;
  let object = new KrmObject(document);
  if (root.kind === 'sequence' && options.wrapBareSequence === true) {
    const wrapper = YamlNode.mapping();
    wrapper.content.push(YamlNode.scalar(BARE_SEQUENCE_KEY), root);
    object = new KrmObject(wrapper);
    object.document.source = part.text;
  } else if (root.kind !== 'mapping') {
    throw new YamlSyntaxError(
      `wrong node kind: expected MappingNode but got ${kindName(root)}`,
      { line: root.line + part.linesBefore, column: root.column },
      file,
    );
  }
  annotate(object, part.text, index, options);
  return object;
}

/** The first document of a part; what follows a `...` or a `---` in the first line is not looked at, as in kyaml. */
function parseFirst(part: DocumentText, file: string | undefined): YamlDocument {
  try {
    return new YamlComposer(part.text).composeDocument(true) ?? new YamlDocument();
  } catch (error) {
    throw error instanceof YamlSyntaxError ? error.within(file, part.linesBefore) : error;
  }
}

function kindName(node: YamlNode): string {
  return `${node.kind.charAt(0).toUpperCase()}${node.kind.slice(1)}Node`;
}

function annotate(object: KrmObject, text: string, index: number, options: ReadResourcesOptions): void {
  const annotations = new Map(Object.entries(options.setAnnotations ?? {}));
  if (options.omitReaderAnnotations !== true) {
    copyLegacyAnnotations(object);
    annotations.set(INDEX_ANNOTATION, String(index));
    annotations.set(LEGACY_INDEX_ANNOTATION, String(index));
    if (options.preserveSequenceIndent === true)
      annotations.set(SEQUENCE_INDENT_ANNOTATION, deriveSequenceIndent(text));
  }
  for (const key of [...annotations.keys()].sort(compareText)) object.setAnnotation(key, annotations.get(key) ?? '');
}

function unwrap(list: KrmObject, result: ReadResources): boolean {
  const { node } = list;
  const kind = getString(node, 'kind');
  if (kind !== 'ResourceList' && kind !== 'List') return false;
  const items = getField(node, 'items');
  const functionConfig = getField(node, 'functionConfig');
  if (items === undefined && functionConfig === undefined) return false;
  result.wrapping = { apiVersion: getString(node, 'apiVersion') ?? '', kind };
  if (functionConfig !== undefined) result.functionConfig = functionConfig;
  const results = getField(node, 'results');
  if (results !== undefined) result.results = results;
  for (const item of items?.content ?? []) result.items.push(new KrmObject(item));
  return true;
}
