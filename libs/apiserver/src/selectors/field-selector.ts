import { badRequest } from '@porch/api';

/** One term of a field selector; all have to hold. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/**
 * Parses the `fieldSelector` query parameter: `path=value`, `path==value` and `path!=value`, joined by commas. A
 * backslash takes the special meaning from a comma, an equals sign or a backslash in a value.
 * @throws PorchError BadRequest naming the term that cannot be read
 */
export function parseFieldSelector(text: string): FieldRequirement[] {
  return splitUnescaped(text)
    .filter((term) => term.trim() !== '')
    .map(parseTerm);
}

function splitUnescaped(text: string): string[] {
  const terms: string[] = [];
  let term = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') {
      term += character + text.charAt(at + 1);
      at += 1;
    } else if (character === ',') {
      terms.push(term);
      term = '';
    } else term += character;
  }
  return [...terms, term];
}

const TERM = /^\s*(?<field>[^=!]+?)\s*(?<operator>!=|==|=)(?<value>(?:[^\\=]|\\[\\,=])*)$/;

function parseTerm(term: string): FieldRequirement {
  const groups = TERM.exec(term)?.groups;
  if (!groups) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
  return {
    field: groups['field'] ?? '',
    operator: groups['operator'] === '!=' ? '!=' : '=',
    value: (groups['value'] ?? '').replaceAll(/\\([\\,=])/g, '$1'),
  };
}
