import { clearField, dereference, getField, getString, lookupOrCreatePath, setField } from './node-access';
import { copyNode, deepCopy } from './node-copy';
import { YamlDocument } from './yaml-document';
import { YamlNode } from './yaml-node';

/** What identifies an object within a package. */
export interface KrmIdentity {
  apiVersion: string;
  kind: string;
  namespace: string;
  name: string;
}

function singleQuoted(value: string): YamlNode {
  return YamlNode.string(value, 'single');
}

/** The entries of a map of strings, such as labels. */
function stringEntries(mapping: YamlNode | undefined): Map<string, string> {
  const entries = new Map<string, string>();
  if (mapping === undefined || dereference(mapping).kind !== 'mapping') return entries;
  const { content } = dereference(mapping);
  for (let i = 0; i + 1 < content.length; i += 2) {
    const key = content[i];
    const value = content[i + 1];
    if (key !== undefined && value !== undefined) entries.set(key.value, dereference(value).value);
  }
  return entries;
}

/** A copy of a mapping with one field of its own; undefined where an anchor or alias might show the difference. */
function withOwnField(
  mapping: YamlNode,
  key: string,
  own: (value: YamlNode) => YamlNode | undefined,
): YamlNode | undefined {
  const copy = ownEntries(mapping);
  if (copy === undefined) return undefined;
  const value = getField(copy, key);
  if (value === undefined) return copy;
  const owned = own(value);
  if (owned !== undefined) copy.content[copy.content.indexOf(value)] = owned;
  return owned === undefined ? undefined : copy;
}

function ownEntries(node: YamlNode): YamlNode | undefined {
  return node.anchor !== '' || node.kind === 'alias' ? undefined : copyNode(node, node.content.slice());
}

/**
 * A Kubernetes object, or a Kptfile, seen through the YAML document that holds it. Reading looks into the nodes; writing
 * changes them and leaves comments, order and spelling of everything else alone.
 */
export class KrmObject {
  /** The document with its own head and foot comment. */
  readonly document: YamlDocument;

  constructor(document: YamlDocument | YamlNode) {
    // Nodes also come from functions that people load, which bring a copy of this library with them.
    this.document = 'root' in document ? document : new YamlDocument(document);
  }

  /** The object's mapping. */
  get node(): YamlNode {
    return (this.document.root ??= YamlNode.mapping());
  }

  get apiVersion(): string {
    return getString(this.node, 'apiVersion') ?? '';
  }

  get kind(): string {
    return getString(this.node, 'kind') ?? '';
  }

  /** Empty when the object has none. */
  get name(): string {
    return getString(this.node, 'metadata', 'name') ?? '';
  }

  set name(value: string) {
    setField(lookupOrCreatePath(this.node, ['metadata']), 'name', YamlNode.string(value));
  }

  /** Empty when the object has none. */
  get namespace(): string {
    return getString(this.node, 'metadata', 'namespace') ?? '';
  }

  /** An empty namespace removes the field. */
  set namespace(value: string) {
    const metadata = lookupOrCreatePath(this.node, ['metadata']);
    setField(metadata, 'namespace', value === '' ? undefined : YamlNode.string(value));
  }

  /** The group of apiVersion, empty for core. */
  get group(): string {
    const { apiVersion } = this;
    const slash = apiVersion.indexOf('/');
    return slash < 0 ? '' : apiVersion.slice(0, slash);
  }

  get identity(): KrmIdentity {
    return { apiVersion: this.apiVersion, kind: this.kind, namespace: this.namespace, name: this.name };
  }

  get labels(): Map<string, string> {
    return stringEntries(getField(getField(this.node, 'metadata'), 'labels'));
  }

  getLabel(key: string): string | undefined {
    return this.labels.get(key);
  }

  /** Sets a label, single-quoted if it is new, as kyaml does. */
  setLabel(key: string, value: string): void {
    setField(lookupOrCreatePath(this.node, ['metadata', 'labels']), key, singleQuoted(value));
  }

  deleteLabel(key: string): void {
    const labels = getField(getField(this.node, 'metadata'), 'labels');
    if (labels !== undefined) clearField(labels, key);
  }

  get annotations(): Map<string, string> {
    return stringEntries(this.annotationsNode());
  }

  getAnnotation(key: string): string | undefined {
    const value = getField(this.annotationsNode(), key);
    return value === undefined ? undefined : dereference(value).value;
  }

  /**
   * Sets an annotation, single-quoted if it is new; a present one keeps its quoting. Annotations that are empty, null or
   * no mapping are replaced.
   */
  setAnnotation(key: string, value: string): void {
    const present = this.annotationsNode();
    if (present?.kind === 'mapping' && present.content.length > 0) {
      setField(present, key, singleQuoted(value));
      return;
    }
    this.clearEmptyAnnotations();
    setField(lookupOrCreatePath(this.node, ['metadata', 'annotations']), key, singleQuoted(value));
  }

  /** Removes an annotation; an annotations map that becomes empty stays until `clearEmptyAnnotations`. */
  deleteAnnotation(key: string): void {
    const annotations = this.annotationsNode();
    if (annotations !== undefined) clearField(annotations, key);
  }

  /** Removes `metadata.annotations` when there is nothing in it, and then `metadata` when that is left empty. */
  clearEmptyAnnotations(): void {
    const metadata = getField(this.node, 'metadata');
    if (metadata === undefined) return;
    const annotations = getField(metadata, 'annotations');
    if (annotations?.content.length === 0) clearField(metadata, 'annotations');
    if (metadata.content.length === 0) clearField(this.node, 'metadata');
  }

  private annotationsNode(): YamlNode | undefined {
    return getField(getField(this.node, 'metadata'), 'annotations');
  }

  /** An independent copy of the object with its comments and source. */
  copy(): KrmObject {
    return this.around(deepCopy(this.node));
  }

  /**
   * A copy to take annotations from or put them on: it has `metadata.annotations` to itself, and shares all else with the
   * object, where a change would show in both.
   */
  copyForAnnotations(): KrmObject {
    const shared = withOwnField(this.node, 'metadata', (metadata) => withOwnField(metadata, 'annotations', ownEntries));
    return shared === undefined ? this.copy() : this.around(shared);
  }

  private around(node: YamlNode): KrmObject {
    const document = new YamlDocument(node);
    document.headComment = this.document.headComment;
    document.footComment = this.document.footComment;
    document.source = this.document.source;
    return new KrmObject(document);
  }
}
