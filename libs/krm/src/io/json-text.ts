import { invalidData } from '../document/invalid-data';
import { compareText } from '../document/compare-text';
import { toExactJs, type ExactJsonValue } from '../document/node-conversion';
import { type YamlNode } from '../document/yaml-node';

/** Escapes what Go's JSON encoder escapes besides the necessary, so that the text may stand in HTML and JavaScript. */
function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function format(value: ExactJsonValue, indent: string): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' && !Number.isFinite(value)) throw invalidData(`JSON cannot hold the number ${value}`);
  if (typeof value !== 'object') return String(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => inner + format(item, inner)).join(',\n')}\n${indent}]`;
  }
  const keys = Object.keys(value).sort(compareText);
  if (keys.length === 0) return '{}';
  const fields = keys.map((key) => `${inner}${quote(key)}: ${format(value[key] ?? null, inner)}`);
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

/**
 * A node as JSON the way kyaml writes `.json` files: keys sorted, indented by two, one line break at the end.
 *
 * @throws PorchError (Invalid) for infinite numbers and those that are none.
 */
export function jsonText(node: YamlNode): string {
  return `${format(toExactJs(node), '')}\n`;
}
