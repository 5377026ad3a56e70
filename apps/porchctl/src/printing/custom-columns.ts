import { badRequest } from '@porch/api';
import { evaluatePath } from '../json-path/evaluate-path';
import { type PathExpression } from '../json-path/json-path-node';
import { parsePathExpression } from '../json-path/parse-json-path';
import { goText } from './go-text';

export interface CustomColumn {
  header: string;
  path: PathExpression;
}

/**
 * Parses `HEADER:.json.path,HEADER:.json.path`. Commas and colons inside brackets or quotes belong to the expression.
 * @throws PorchError BadRequest with kubectl's text
 */
export function parseCustomColumns(spec: string): CustomColumn[] {
  if (spec === '') throw badRequest('custom-columns format specified but no custom columns given');
  return splitOutsideBrackets(spec).map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0) throw badRequest(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return { header: part.slice(0, colon), path: parsePathExpression(relaxed(part.slice(colon + 1))) };
  });
}

/** Parses the two lines of a custom-columns file: headers, then expressions, separated by spaces. */
export function parseCustomColumnsFile(text: string): CustomColumn[] {
  const [headers = [], paths = []] = text.split('\n').map((line) => line.trim().split(/\s+/).filter(Boolean));
  if (headers.length === 0 || headers.length !== paths.length) {
    throw badRequest('the custom-columns template needs a line of headers and a line with one expression for each');
  }
  return headers.map((header, at) => ({ header, path: parsePathExpression(relaxed(paths[at] ?? '')) }));
}

/** The cells of one object: several values joined by commas, `<none>` where there is nothing. */
export function customColumnCells(columns: readonly CustomColumn[], object: unknown): string[] {
  return columns.map(({ path }) => {
    const values = evaluatePath(path, object, object).filter((value) => value !== null && value !== undefined);
    return values.length === 0 ? '<none>' : values.map(goText).join(',');
  });
}

/** kubectl accepts `x.y`, `.x.y` and `{.x.y}` alike. */
function relaxed(expression: string): string {
  const braced = /^\{(.*)\}$/s.exec(expression.trim());
  return (braced?.[1] ?? expression).trim();
}

function splitOutsideBrackets(spec: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let start = 0;
  for (let at = 0; at <= spec.length; at += 1) {
    const character = spec[at];
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '[' || character === '(') depth += 1;
    else if (character === ']' || character === ')') depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(spec.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(spec.slice(start));
  return parts;
}
