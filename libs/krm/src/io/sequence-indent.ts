import { type SequenceIndent } from '../document/print-yaml';

function leadingSpaces(line: string): number {
  let count = 0;
  while (line.charCodeAt(count) === 0x20) count++;
  return count;
}

/** A line without the comment at its end; undefined when it is all comment. */
function withoutComment(line: string): string | undefined {
  const spaces = leadingSpaces(line);
  if (line.startsWith('#', spaces)) return undefined;
  const comment = line.indexOf('#');
  return comment < 0 ? line : line.slice(0, comment);
}

/**
 * How a text indents its lists, told by the first one: under a line with only a key, `- ` at the key's column is compact,
 * two further in is wide. Lists indented otherwise do not count. Without any list it is compact.
 */
export function deriveSequenceIndent(text: string): SequenceIndent {
  let keyLine: string | undefined;
  let start = 0;
  while (start <= text.length) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const line = text.slice(start, end);
    const spaces = leadingSpaces(line);
    if (keyLine !== undefined && line.startsWith('- ', spaces)) {
      const key = keyLine.replace(/^ +| +$/g, '');
      if (key.endsWith(':') && key.indexOf(':') === key.length - 1) {
        const deeper = spaces - leadingSpaces(keyLine);
        if (deeper === 0) return 'compact';
        if (deeper === 2) return 'wide';
      }
    }
    keyLine = withoutComment(line) ?? keyLine;
    start = end + 1;
  }
  return 'compact';
}
