import { scalarTag, YamlNode } from '@porch/krm';
import {
  formatFloat,
  StarlarkDict,
  StarlarkFloat,
  StarlarkList,
  StarlarkTuple,
  typeName,
  type Value,
} from '@porch/starlark';
import { compareNaturally } from './natural-order';

/** Deeper data than this is taken to hold itself. */
const MAX_DEPTH = 200;
/** More values than this are taken for data that shares its parts to grow without bound. */
const MAX_VALUES = 5_000_000;

/** Why a value of the program cannot be written as YAML. */
export class UnwritableValueError extends Error {
  override readonly name = 'UnwritableValueError';
}

/**
 * A value of the program as YAML nodes, as Go's YAML writes data: keys in natural order, texts plain where they can be.
 *
 * @throws UnwritableValueError for values that are no data.
 */
export function starlarkToNode(value: Value): YamlNode {
  return new NodeWriter().write(value, 0);
}

class NodeWriter {
  private written = 0;

  write(value: Value, depth: number): YamlNode {
    if (depth > MAX_DEPTH || ++this.written > MAX_VALUES) {
      throw new UnwritableValueError('the resources are nested too deeply, or hold themselves');
    }
    switch (typeof value) {
      case 'string':
        return textNode(value);
      case 'boolean':
        return new YamlNode('scalar', 'plain', String(value), '!!bool');
      case 'number':
      case 'bigint':
        return new YamlNode('scalar', 'plain', String(value), '!!int');
      default:
        return value === null ? YamlNode.null() : this.object(value, depth);
    }
  }

  private object(value: Exclude<Value, null | boolean | number | bigint | string>, depth: number): YamlNode {
    if (value instanceof StarlarkFloat) return floatNode(value.value);
    if (value instanceof StarlarkList || value instanceof StarlarkTuple) {
      return YamlNode.sequence(value.elements.map((element) => this.write(element, depth + 1)));
    }
    if (value instanceof StarlarkDict) return this.dict(value, depth);
    throw new UnwritableValueError(`unrecognized starlark type: ${typeName(value)}`);
  }

  private dict(dict: StarlarkDict, depth: number): YamlNode {
    const entries = Array.from(dict.table.entries(), ({ key, value }) => {
      const node = this.write(key, depth + 1);
      if (node.kind !== 'scalar') throw new UnwritableValueError(`a ${typeName(key)} cannot be the key of a map`);
      return { key: node, value: this.write(value, depth + 1) };
    });
    entries.sort((a, b) => compareNaturally(a.key.value, b.key.value));
    const mapping = YamlNode.mapping();
    for (const { key, value } of entries) mapping.content.push(key, value);
    return mapping;
  }
}

/** What YAML 1.1 reads as a boolean or as a number to the base of sixty. */
const otherInYaml11 = /^(?:[yn]|yes|no|on|off)$|^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/i;

/** Go writes lines as a block, what reads as another type in double quotes, and the rest as plainly as it can. */
function textNode(value: string): YamlNode {
  if (value.includes('\n')) return YamlNode.string(value, 'literal');
  const isText = scalarTag(value) === '!!str' && !otherInYaml11.test(value);
  return YamlNode.string(value, isText ? 'plain' : 'double');
}

/** Go writes a float that is a whole number without a point. */
function floatNode(value: number): YamlNode {
  const text = Number.isNaN(value)
    ? '.nan'
    : Number.isFinite(value)
      ? formatFloat(value)
      : value > 0
        ? '.inf'
        : '-.inf';
  return new YamlNode('scalar', 'plain', text.replace(/\.0$/, ''), '!!float');
}
