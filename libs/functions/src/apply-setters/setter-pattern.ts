const SETTER_COMMENT_PREFIX = '# kpt-set: ';
const REFERENCE = /\$\{([^}]*)\}/g;

/** The pattern of a setter comment (`# kpt-set: ${image}:${tag}`); empty for any other comment. */
export function setterPatternOf(lineComment: string): string {
  return lineComment.startsWith(SETTER_COMMENT_PREFIX) ? lineComment.slice(SETTER_COMMENT_PREFIX.length).trim() : '';
}

/** Every `${name}` of a pattern, in order, braces included. */
export function referencesOf(pattern: string): string[] {
  return pattern.match(REFERENCE) ?? [];
}

export function referenceTo(name: string): string {
  return '${' + name + '}';
}

export function nameInReference(reference: string): string {
  return reference.trim().replace(/^\$\{/, '').replace(/\}$/, '');
}

/** Puts values in the places of their references. */
export function substitute(pattern: string, values: ReadonlyMap<string, string>): string {
  let text = pattern;
  for (const [name, value] of values) text = text.split(referenceTo(name)).join(value);
  return text;
}

/**
 * What the setters of a pattern must have been for it to give this value: each stands for as much text as possible,
 * without a line break. Empty when the pattern does not fit, or when a setter would stand for nothing.
 */
export function setterValuesIn(pattern: string, value: string): Map<string, string> {
  const references = referencesOf(pattern);
  let expression = escapeExpression(pattern);
  for (const reference of references) expression = expression.split(escapeExpression(reference)).join('([^\\n]*)');
  const match = new RegExp(expression, 'u').exec(value);
  const groups = match?.slice(1) ?? [];
  if (groups.length !== references.length || groups.includes('')) return new Map();
  return new Map(references.map((reference, index) => [nameInReference(reference), groups[index] ?? '']));
}

function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
