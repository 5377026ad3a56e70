import { badRequest } from './errors';

export type LabelRequirement =
  | { key: string; operator: 'exists' | 'notExists' }
  | { key: string; operator: 'in' | 'notIn'; values: readonly string[] }
  | { key: string; operator: 'greaterThan' | 'lessThan'; value: number };

/** A parsed Kubernetes label selector: every requirement must hold. The empty one matches everything. */
export type LabelSelector = readonly LabelRequirement[];

const KEY = '[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?';
const TERM = new RegExp(
  `^(?:(?<not>!)\\s*(?<absent>${KEY})|(?<setKey>${KEY})\\s+(?<set>in|notin)\\s*\\((?<values>[^()]*)\\)|` +
    `(?<key>${KEY})\\s*(?:(?<operator>==|=|!=|>|<)\\s*(?<value>[-A-Za-z0-9_.]*))?)$`,
);

/**
 * Parses the `labelSelector` query parameter (equality- and set-based forms).
 * @throws PorchError BadRequest naming the term that cannot be read
 */
export function parseLabelSelector(text: string): LabelSelector {
  return splitTerms(text).map(parseTerm);
}

function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const character = text[at];
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (at === text.length || (character === ',' && depth === 0)) {
      const term = text.slice(start, at).trim();
      if (term !== '') terms.push(term);
      else if (text.trim() !== '') throw badRequest(`unable to parse label selector "${text}": it has an empty term`);
      start = at + 1;
    }
  }
  return terms;
}

function parseTerm(term: string): LabelRequirement {
  const groups = TERM.exec(term)?.groups;
  if (!groups) throw badRequest(`unable to parse label selector term "${term}"`);
  if (groups['absent'] !== undefined) return { key: groups['absent'], operator: 'notExists' };
  if (groups['setKey'] !== undefined) {
    const values = (groups['values'] ?? '').split(',').map((value) => value.trim());
    return { key: groups['setKey'], operator: groups['set'] === 'in' ? 'in' : 'notIn', values };
  }
  const key = groups['key'] ?? '';
  const value = groups['value'] ?? '';
  switch (groups['operator']) {
    case undefined:
      return { key, operator: 'exists' };
    case '!=':
      return { key, operator: 'notIn', values: [value] };
    case '>':
    case '<': {
      if (!/^-?\d+$/.test(value)) throw badRequest(`label selector term "${term}" compares with no integer`);
      return { key, operator: groups['operator'] === '>' ? 'greaterThan' : 'lessThan', value: Number(value) };
    }
    default:
      return { key, operator: 'in', values: [value] };
  }
}

/** Whether labels satisfy every requirement; as in Kubernetes `notIn` also matches where the key is absent. */
export function matchesLabelSelector(
  selector: LabelSelector,
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  return selector.every((requirement) => {
    const value = labels !== undefined && Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
    switch (requirement.operator) {
      case 'exists':
        return value !== undefined;
      case 'notExists':
        return value === undefined;
      case 'in':
        return value !== undefined && requirement.values.includes(value);
      case 'notIn':
        return value === undefined || !requirement.values.includes(value);
      case 'greaterThan':
        return value !== undefined && /^-?\d+$/.test(value) && Number(value) > requirement.value;
      case 'lessThan':
        return value !== undefined && /^-?\d+$/.test(value) && Number(value) < requirement.value;
    }
  });
}
