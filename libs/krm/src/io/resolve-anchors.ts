import { deepCopy } from '../document/node-copy';
import { type YamlNode } from '../document/yaml-node';
import { YamlSyntaxError } from '../document/yaml-syntax-error';

/** Aliases may not make a document grow beyond this many nodes. */
const MAX_NODES = 1_000_000;
/** Aliases within what aliases stand for; deeper, they go round in circles. */
const MAX_ALIAS_DEPTH = 100;

function failure(problem: string, node: YamlNode): YamlSyntaxError {
  return new YamlSyntaxError(problem, { line: node.line, column: node.column });
}

/** The mappings that a `<<` names, those that win last. */
function mergeSources(value: YamlNode): YamlNode[] {
  switch (value.kind) {
    case 'mapping':
      return [value];
    case 'alias':
      if (value.target?.kind !== 'mapping')
        throw failure('invalid map merge: received alias for a non-map value', value);
      return [value.target];
    case 'sequence':
      return value.content
        .map((each) => {
          if (each.kind === 'sequence') throw failure('invalid map merge: received a nested sequence', each);
          return mergeSources(each);
        })
        .reverse()
        .flat();
    default:
      throw failure('map merge requires map or sequence of maps as the value', value);
  }
}

/** Takes the `<<` field out of a mapping and gives its value. */
function takeMergeValue(mapping: YamlNode): YamlNode | undefined {
  const { content } = mapping;
  const places: number[] = [];
  for (let i = 0; i + 1 < content.length; i += 2) if (content[i]?.tag === '!!merge') places.push(i);
  const [place] = places;
  if (place === undefined) return undefined;
  if (places.length > 1) throw failure('duplicate merge key', content[places[1] ?? 0] ?? mapping);
  return content.splice(place, 2)[1];
}

class Resolver {
  private nodes = 0;
  private aliasDepth = 0;

  resolve(node: YamlNode): YamlNode {
    node.anchor = '';
    this.count(node);
    if (node.kind === 'alias') return this.alias(node);
    if (node.kind === 'mapping') this.merge(node);
    node.content.forEach((child, index) => {
      node.content[index] = this.resolve(child);
    });
    return node;
  }

  private count(node: YamlNode): void {
    if (++this.nodes > MAX_NODES) throw failure('document contains excessive aliasing', node);
  }

  private alias(node: YamlNode): YamlNode {
    const { target } = node;
    if (target === undefined) throw failure(`unknown anchor '${node.value}' referenced`, node);
    if (++this.aliasDepth > MAX_ALIAS_DEPTH) throw failure(`anchor '${node.value}' value contains itself`, node);
    const copy = this.resolve(deepCopy(target));
    this.aliasDepth--;
    return copy;
  }

  private merge(mapping: YamlNode): void {
    const value = takeMergeValue(mapping);
    if (value === undefined) return;
    const { content } = mapping;
    const own = new Set<string>();
    for (let i = 0; i < content.length; i += 2) own.add(content[i]?.value ?? '');
    const places = new Map<string, number>();
    for (const source of mergeSources(value)) {
      for (let i = 0; i + 1 < source.content.length; i += 2) {
        const key = source.content[i];
        const field = source.content[i + 1];
        if (key === undefined || field === undefined || own.has(key.value)) continue;
        const place = places.get(key.value) ?? content.length;
        places.set(key.value, place);
        content[place] = deepCopy(key);
        content[place + 1] = deepCopy(field);
        this.count(field);
      }
    }
  }
}

/**
 * Replaces the aliases below a node by copies of what they stand for, and merge keys (`<<`) by the fields they bring in,
 * behind the mapping's own. Anchors disappear.
 *
 * @throws YamlSyntaxError when a merge names no mapping, a mapping has two merge keys, or aliases make the document grow
 *   beyond reason or contain themselves.
 */
export function resolveAnchors(node: YamlNode): void {
  new Resolver().resolve(node);
}
