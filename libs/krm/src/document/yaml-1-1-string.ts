import { parseYaml } from './parse-yaml';
import { scalarTag } from './scalar-type';

/** What YAML 1.1 reads as a boolean. YAML 1.2, and go-yaml v3, take all but `true` and `false` for strings. */
const booleans = new Set(
  ['y', 'yes', 'on', 'true', 'n', 'no', 'off', 'false'].flatMap((word) => [
    word,
    word.toUpperCase(),
    word.charAt(0).toUpperCase() + word.slice(1),
  ]),
);

const word = /^[A-Za-z][A-Za-z0-9_./-]*$/;

/**
 * Whether a string written without quotes would be something else to a YAML 1.1 reader: a boolean, a number, a null, or a
 * collection. kyaml double-quotes such strings when it sets them (its IsYaml1_1NonString).
 */
export function needsQuotes(value: string): boolean {
  if (value === '' || value.includes('\n')) return false;
  if (booleans.has(value)) return true;
  if (word.test(value)) return scalarTag(value) !== '!!str';
  let root;
  try {
    root = parseYaml(value)[0]?.root;
  } catch {
    return false;
  }
  if (root === undefined || root.kind !== 'scalar') return true;
  return !(root.tag === '!!str' || root.tag === '!!timestamp' || root.tag === '!!merge');
}
