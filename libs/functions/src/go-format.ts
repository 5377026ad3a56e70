/** Go's `%q`: a double-quoted string with Go's escapes. */
export function quote(text: string): string {
  let out = '"';
  for (const char of text) out += escape(char);
  return `${out}"`;
}

const NAMED_ESCAPES = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\r', '\\r'],
  ['\v', '\\v'],
  ['\f', '\\f'],
  ['\b', '\\b'],
  ['\x07', '\\a'],
]);

function escape(char: string): string {
  const named = NAMED_ESCAPES.get(char);
  if (named !== undefined) return named;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  return char;
}

/** Go's `%v` of a list of strings. */
export function listText(texts: Iterable<string>): string {
  return `[${[...texts].join(' ')}]`;
}

/** Sorts as Go does, by bytes; for the text at hand UTF-16 order is the same except beyond the BMP. */
export function sortedStrings(texts: Iterable<string>): string[] {
  return [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
