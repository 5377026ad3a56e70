import { evaluatePath } from '../json-path/evaluate-path';
import { displayValue } from '../json-path/json-path-template';
import { parsePathExpression } from '../json-path/parse-json-path';

/**
 * Sorts by what a JSONPath expression gives for each element's object, as kubectl's `--sort-by`: numbers by value, text by
 * its characters, elements without the field first.
 * @throws PorchError BadRequest for an expression that cannot be parsed
 */
export function sortBy<T>(elements: readonly T[], expression: string, objectOf: (element: T) => unknown): T[] {
  const path = parsePathExpression(expression.trim().replace(/^\{(.*)\}$/s, '$1'));
  const keyed = elements.map((element) => {
    const object = objectOf(element);
    return { element, key: evaluatePath(path, object, object)[0] };
  });
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map(({ element }) => element);
}

function compareKeys(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [displayValue(a), displayValue(b)];
  return left < right ? -1 : Number(left > right);
}
