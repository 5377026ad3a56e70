import { YamlSyntaxError } from '../document/yaml-syntax-error';

/** One document of a text that holds several. */
export interface DocumentText {
  text: string;
  /** How many lines stand before it. */
  linesBefore: number;
}

/**
 * Cuts a text at its lines that begin with `---`. Behind the dashes may stand blank space and a comment, which are dropped.
 * As in kyaml the last separator counts only with a line break behind it, and one in the first line stays in its document.
 *
 * @throws YamlSyntaxError when something else stands on such a line.
 */
export function splitDocuments(text: string, file?: string): DocumentText[] {
  if (text === '') return [];
  const parts: DocumentText[] = [];
  const separator = /\n---([^\n]*)\n/g;
  let previous = 0;
  let line = 0;
  for (let match = separator.exec(text); match !== null; match = separator.exec(text)) {
    const part = text.slice(previous, match.index);
    parts.push({ text: `${part}\n`, linesBefore: line });
    line += lineCount(part) + 2;
    const rest = (match[1] ?? '').trim();
    if (rest !== '' && !rest.startsWith('#')) {
      throw new YamlSyntaxError(`invalid document separator: ${match[0].trim()}`, { line, column: 1 }, file);
    }
    previous = match.index + match[0].length;
  }
  parts.push({ text: text.slice(previous), linesBefore: line });
  return parts;
}

function lineCount(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
