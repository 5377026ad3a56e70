import { dump } from 'js-yaml';

/** An object as kubectl prints it with `-o json`: keys sorted, four spaces. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 4)}\n`;
}

/** An object as kubectl prints it with `-o yaml`: keys sorted, lists not indented, lines never folded. */
export function yamlText(value: unknown): string {
  return dump(sorted(value), { noArrayIndent: true, lineWidth: -1, noRefs: true, quotingType: '"' });
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
