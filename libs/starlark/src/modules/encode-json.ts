import type { Budget } from '../runtime/budget';
import { elementsOf, isIterable } from '../runtime/iterate';
import { intText } from '../runtime/integers';
import { StarlarkError } from '../runtime/starlark-error';
import { formatFloat } from '../text/format-float';
import { compareText } from '../text/utf8-text';
import { representation } from '../values/repr-writer';
import { StarlarkDict } from '../values/starlark-dict';
import { StarlarkFloat } from '../values/starlark-float';
import { type StarlarkObject, typeName, type Value } from '../values/value';

/**
 * A value as compact JSON, keys in alphabetical order.
 *
 * @throws StarlarkError that says where in the value the part is that JSON cannot hold.
 */
export function encodeJson(name: string, value: Value, budget: Budget): string {
  try {
    return encode(value, budget, new Set());
  } catch (error) {
    throw located(error, `${name}: `);
  }
}

function located(error: unknown, place: string): unknown {
  return StarlarkError.is(error) && error.kind === 'evaluation' ? new StarlarkError(place + error.message) : error;
}

function encode(value: Value, budget: Budget, path: Set<StarlarkObject>): string {
  if (typeof value === 'string') return quote(value, budget);
  if (typeof value === 'number' || typeof value === 'bigint') return intText(value, budget);
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof StarlarkFloat) return encodeFloat(value.value);
  if (path.has(value)) throw new StarlarkError('cycle in JSON structure');
  path.add(value);
  budget.step();
  const encoded = encodeContainer(value, budget, path);
  path.delete(value);
  budget.allocate(encoded.length);
  return encoded;
}

function encodeFloat(value: number): string {
  if (!Number.isFinite(value)) throw new StarlarkError(`cannot encode non-finite float ${formatFloat(value)}`);
  return formatFloat(value);
}

function encodeContainer(value: StarlarkObject, budget: Budget, path: Set<StarlarkObject>): string {
  if (value instanceof StarlarkDict) return encodeDict(value, budget, path);
  if (isIterable(value)) {
    const elements = elementsOf(value, budget).map((element, index) => {
      return within(`at ${typeName(value)} index ${index}: `, () => encode(element, budget, path));
    });
    return `[${elements.join(',')}]`;
  }
  const names = [...value.attributeNames()].sort(compareText);
  if (names.length === 0 && typeName(value) !== 'struct') {
    throw new StarlarkError(`cannot encode ${typeName(value)} as JSON`);
  }
  const fields = names.map((name) => {
    return `${quote(name, budget)}:${within(`in field .${name}: `, () => encode(value.attribute?.(name) ?? null, budget, path))}`;
  });
  return `{${fields.join(',')}}`;
}

function encodeDict(dict: StarlarkDict, budget: Budget, path: Set<StarlarkObject>): string {
  const entries = [...dict.table.entries()].map(({ key, value }) => {
    if (typeof key !== 'string') throw new StarlarkError(`dict has ${typeName(key)} key, want string`);
    return [key, value] as const;
  });
  entries.sort(([a], [b]) => compareText(a, b));
  const members = entries.map(([key, value]) => {
    const encoded = within(`in dict key ${representation(key, budget)}: `, () => encode(value, budget, path));
    return `${quote(key, budget)}:${encoded}`;
  });
  return `{${members.join(',')}}`;
}

function within<T>(place: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw located(error, place);
  }
}

const goEscapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** Go's encoder also escapes what HTML minds, but only in texts that are not plain ASCII. */
function quote(text: string, budget: Budget): string {
  budget.allocate(text.length);
  const quoted = JSON.stringify(text.replace(/\p{Cs}/gu, '\ufffd'));
  if (/^[ -~]*$/.test(text)) return quoted;
  return quoted.replace(/[<>&\u2028\u2029]/g, (character) => goEscapes[character] ?? character);
}
