import { type KrmObject } from '../document/krm-object';
import { fields, getField, isNull } from '../document/node-access';
import { type YamlDocument } from '../document/yaml-document';
import { type YamlNode } from '../document/yaml-node';
import { type MergeSchema } from '../schema/merge-schema';
import { createSchemaRegistry, type SchemaRegistry } from '../schema/schema-registry';

function copyOwn(from: YamlNode | undefined, to: YamlNode | undefined): void {
  if (from === undefined || to === undefined) return;
  to.headComment ||= from.headComment;
  to.lineComment ||= from.lineComment;
  to.footComment ||= from.footComment;
}

/** The text that lists compare elements by: empty for mappings and lists, so that any two of them agree. */
function elementText(node: YamlNode): string {
  return node.kind === 'alias' ? `*${node.value}` : node.value;
}

class CommentCopier {
  constructor(private readonly schemas: SchemaRegistry) {}

  walk(from: YamlNode | undefined, to: YamlNode | undefined, inherited: MergeSchema | undefined): void {
    const first = isNull(from) ? to : from;
    if (first === undefined || (!isNull(to) && to?.kind !== first.kind)) return;
    const schema = inherited ?? this.resourceSchema(from) ?? this.resourceSchema(to);
    switch (first.kind) {
      case 'mapping':
        return this.mapping(from, to, schema);
      case 'sequence':
        return this.sequence(from, to, schema);
      case 'scalar':
        return this.scalar(from, to);
      case 'alias':
    }
  }

  private resourceSchema(node: YamlNode | undefined): MergeSchema | undefined {
    const apiVersion = getField(node, 'apiVersion')?.value;
    const kind = getField(node, 'kind')?.value;
    return apiVersion && kind ? this.schemas.forResource(apiVersion, kind) : undefined;
  }

  private scalar(from: YamlNode | undefined, to: YamlNode | undefined): void {
    // The printer cannot put a line comment behind a folded scalar, so kyaml gives those up here.
    if (to?.style === 'folded' && !to.tagged) to.style = 'double';
    copyOwn(from, to);
  }

  private mapping(from: YamlNode | undefined, to: YamlNode | undefined, schema: MergeSchema | undefined): void {
    copyOwn(from, to);
    if (from === undefined || to?.kind !== 'mapping') return;
    const before = new Map([...fields(from)].map((field) => [field.key.value, field]));
    for (const { key, value } of fields(to)) {
      const field = before.get(key.value);
      this.scalar(field?.key, key);
      this.walk(field?.value, value, schema?.field(key.value));
    }
  }

  private sequence(from: YamlNode | undefined, to: YamlNode | undefined, schema: MergeSchema | undefined): void {
    copyOwn(from, to);
    if (from?.kind !== 'sequence' || to?.kind !== 'sequence') return;
    to.content.forEach((element, index) => {
      const counterpart = from.content[index];
      if (counterpart === undefined || elementText(counterpart) !== elementText(element)) return;
      copyOwn(counterpart, element);
      this.walk(counterpart, element, undefined);
    });
    const keys = schema?.listMergeRule()?.keys;
    if (keys === undefined) return;
    // A list without keys is a set of plain values, which stand for themselves.
    const kind = keys.length === 0 ? 'scalar' : 'mapping';
    const identity = (element: YamlNode): string =>
      kind === 'scalar' ? element.value : JSON.stringify(keys.map((key) => getField(element, key)?.value ?? ''));
    const before = new Map([...from.content].reverse().map((element) => [identity(element), element]));
    for (const element of to.content) {
      if (element.kind !== kind) continue;
      this.walk(before.get(identity(element)), element, schema?.elements());
      before.delete(identity(element));
    }
  }
}

/** An object as it comes: in a document, as view of one, or as bare node. */
export type CommentedObject = KrmObject | YamlDocument | YamlNode;

/** What holds the comments around an object: its document, if it has one. */
function commentHolder(object: CommentedObject): YamlDocument | YamlNode {
  return 'document' in object ? object.document : object;
}

function rootOf(object: CommentedObject): YamlNode | undefined {
  if ('document' in object) return object.node;
  return 'root' in object ? object.root : object;
}

/**
 * Copies the comments of an object to a changed version of it that lost them, where that has none of its own (kyaml's
 * CopyComments). Fields are matched by key, list elements by index and, where the schema of a resource type says how to
 * tell them apart, by their key fields. What is of another kind in the changed version is passed over. Folded scalars of
 * the changed version become double-quoted. The comments of a document go to a changed version that is a bare node.
 */
export function copyComments(
  from: CommentedObject,
  to: CommentedObject,
  schemas: SchemaRegistry = createSchemaRegistry(),
): void {
  const source = commentHolder(from);
  const target = commentHolder(to);
  target.headComment ||= source.headComment;
  target.footComment ||= source.footComment;
  new CommentCopier(schemas).walk(rootOf(from), rootOf(to), undefined);
}
