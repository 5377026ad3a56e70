/**
 * A Go (RE2) expression as a JavaScript one: named groups, flags in front, `\A` and `\z` are translated. What RE2 refuses
 * (look-around, back-references) is refused here too.
 *
 * @throws SyntaxError for an expression that is none
 */
export function goRegExp(expression: string): RegExp {
  let source = expression;
  let flags = '';
  const inFront = /^\(\?([imsU]+)\)/.exec(source);
  if (inFront) {
    source = source.slice(inFront[0].length);
    for (const flag of new Set(inFront[1])) if (flag !== 'U') flags += flag;
  }
  if (/\(\?(?:[=!]|<[=!])/.test(source)) throw new SyntaxError(`invalid or unsupported Perl syntax: \`${expression}\``);
  if (/(?:^|[^\\])(?:\\\\)*\\[1-9]/.test(source)) throw new SyntaxError(`invalid escape sequence in \`${expression}\``);
  source = source
    .replace(/\(\?P</g, '(?<')
    .replace(/\\A/g, '^')
    .replace(/\\z/g, '$')
    .replace(/\[\[:(\w+):\]\]/g, (whole, name: string) => POSIX_CLASSES[name] ?? whole);
  return new RegExp(source, flags);
}

const POSIX_CLASSES: Readonly<Record<string, string>> = {
  alnum: '[0-9A-Za-z]',
  alpha: '[A-Za-z]',
  digit: '[0-9]',
  lower: '[a-z]',
  upper: '[A-Z]',
  space: '[\\t\\n\\v\\f\\r ]',
  word: '[0-9A-Za-z_]',
  xdigit: '[0-9A-Fa-f]',
};
