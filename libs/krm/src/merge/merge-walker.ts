import { type YamlNode } from '../document/yaml-node';
import { schemaFromComment } from '../schema/schema-from-comment';
import type { MergeSchema } from '../schema/merge-schema';
import type { SchemaRegistry } from '../schema/schema-registry';
import { mergeAssociativeList } from './associative-list';
import { assignField, fieldsByName, type FieldsByName, removeFields } from './field-assignment';
import type { FieldDecisionRecorder } from './field-decision';
import { mergeError } from './merge-error';
import type { MergeSources, MergeVisitor } from './merge-visitor';
import { getField } from '../document/node-access';
import { isMissingOrNull } from './node-content';
import { hasInferredKey } from './list-elements';

/** Where elements go that the source adds to an associative list. */
export type ListIncreaseDirection = 'append' | 'prepend';

export interface MergeWalkerOptions {
  readonly visitor: MergeVisitor;
  readonly schemas: SchemaRegistry;
  /** Match elements by `name` in lists that no schema describes. */
  readonly inferAssociativeLists: boolean;
  /** Let the visitor choose among the keys, too, whose comments go to the destination. */
  readonly visitKeys: boolean;
  readonly listIncreaseDirection: ListIncreaseDirection;
  readonly recorder?: FieldDecisionRecorder;
}

const KIND_NAMES = { mapping: 'MappingNode', sequence: 'SequenceNode', scalar: 'ScalarNode', alias: 'AliasNode' };

/**
 * Walks the merged documents side by side and builds the result in the destination, letting a visitor decide at each
 * place (kyaml's `walk.Walker`).
 */
export class MergeWalker {
  constructor(readonly options: MergeWalkerOptions) {}

  /**
   * Aliases are not looked into: where a document has one, the value is taken or kept as a whole.
   *
   * @param path field path of this place, for messages and decisions.
   * @returns the merged value, undefined where it is to be removed.
   * @throws PorchError (Invalid) where one document has a mapping and another, say, a list.
   */
  walk(sources: MergeSources, inherited: MergeSchema | undefined, path: readonly string[]): YamlNode | undefined {
    if (sources.some((source) => source?.kind === 'alias')) {
      return this.recorded(path, sources, this.options.visitor.visitList(sources));
    }
    const first = sources.find((source) => !isMissingOrNull(source));
    const kind = first?.kind ?? 'mapping';
    for (const source of sources) {
      if (!isMissingOrNull(source) && source.kind !== kind) throw kindMismatch(path, kind, source.kind, source);
    }
    const schema = this.schemaOf(sources, inherited);
    switch (kind) {
      case 'mapping':
        return this.walkMapping(sources, schema, path);
      case 'sequence':
        return this.walkList(sources, schema, path);
      case 'scalar':
      case 'alias':
        return this.recorded(path, sources, this.options.visitor.visitScalar(sources));
    }
  }

  private walkMapping(
    sources: MergeSources,
    schema: MergeSchema | undefined,
    path: readonly string[],
  ): YamlNode | undefined {
    const { visitor, visitKeys } = this.options;
    const dest = visitor.visitMapping(sources);
    if (dest?.kind !== 'mapping') return this.recorded(path, sources, dest);
    const [, origin, updated] = sources;
    const fields = [dest, origin, updated].map((source) => fieldsByName(source));
    const destFields = fields[0] as FieldsByName;
    const removed = new Set<YamlNode>();
    for (const name of sortedNames(fields)) {
      const places = fields.map((byName) => byName?.get(name));
      const key = visitKeys ? visitor.visitScalar(triple(places.map((place) => place?.key))) : undefined;
      const value = this.walk(
        triple(places.map((place) => place?.value)),
        this.schemaFromFieldComment(places) ?? schema?.field(name),
        [...path, name],
      );
      const keyStyle = places.find((place) => place && place.value === value)?.key.style;
      const cleared = assignField(dest, destFields, { name, value, keyStyle, commentsFrom: key });
      if (cleared) removed.add(cleared);
    }
    removeFields(dest, removed);
    return dest;
  }

  private walkList(
    sources: MergeSources,
    schema: MergeSchema | undefined,
    path: readonly string[],
  ): YamlNode | undefined {
    const rule = schema?.listMergeRule();
    const inferred =
      !schema &&
      this.options.inferAssociativeLists &&
      sources.some((source) => !isMissingOrNull(source) && hasInferredKey(source));
    if (!rule && !inferred) return this.recorded(path, sources, this.options.visitor.visitList(sources));
    const dest = this.options.visitor.visitAssociativeList(sources);
    if (dest === undefined) return this.recorded(path, sources, undefined);
    return mergeAssociativeList(this, [dest, sources[1], sources[2]], rule, schema?.elements(), path);
  }

  /** A schema in a value's own comment, else the inherited one, else that of the resource type the value names. */
  private schemaOf(sources: MergeSources, inherited: MergeSchema | undefined): MergeSchema | undefined {
    for (const source of sources) {
      if (isMissingOrNull(source)) continue;
      const schema = schemaFromComment(source.lineComment, source.headComment);
      if (schema) return this.options.schemas.fromOpenApi(schema);
    }
    if (inherited) return inherited;
    for (const source of sources) {
      if (source?.kind !== 'mapping') continue;
      const apiVersion = getField(source, 'apiVersion')?.value;
      const kind = getField(source, 'kind')?.value;
      const schema = apiVersion && kind ? this.options.schemas.forResource(apiVersion, kind) : undefined;
      if (schema) return schema;
    }
    return undefined;
  }

  private schemaFromFieldComment(
    places: readonly ({ key: YamlNode; value: YamlNode } | undefined)[],
  ): MergeSchema | undefined {
    for (const place of places) {
      if (!place) continue;
      const { key, value } = place;
      const schema =
        schemaFromComment(value.lineComment, value.headComment) ?? schemaFromComment(key.lineComment, key.headComment);
      if (schema) return this.options.schemas.fromOpenApi(schema);
    }
    return undefined;
  }

  private recorded(path: readonly string[], sources: MergeSources, result: YamlNode | undefined): YamlNode | undefined {
    this.options.recorder?.record(path, sources, result);
    return result;
  }
}

function triple(values: readonly (YamlNode | undefined)[]): MergeSources {
  return [values[0], values[1], values[2]];
}

function sortedNames(fields: readonly (FieldsByName | undefined)[]): string[] {
  const names = new Set<string>();
  for (const byName of fields) for (const name of byName?.keys() ?? []) names.add(name);
  return [...names].sort();
}

function kindMismatch(
  path: readonly string[],
  expected: keyof typeof KIND_NAMES,
  actual: keyof typeof KIND_NAMES,
  node: YamlNode,
): Error {
  const text = node.kind === 'scalar' ? node.value : `${node.kind} of ${node.content.length} nodes`;
  return mergeError(
    `wrong Node Kind for ${path.join('.')} expected: ${KIND_NAMES[expected]} was ${KIND_NAMES[actual]}: value: {${text}}`,
  );
}
