import { YamlSyntaxError } from '../document/yaml-syntax-error';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text of a file.
 *
 * @throws YamlSyntaxError that tells where, when the bytes are not UTF-8.
 */
export function decodeText(content: Uint8Array | string, file?: string): string {
  if (typeof content === 'string') return content;
  try {
    return strict.decode(content);
  } catch {
    throw new YamlSyntaxError('invalid UTF-8', firstInvalid(content), file);
  }
}

/** The place of the first byte that belongs to no character. */
function firstInvalid(content: Uint8Array): { line: number; column: number } {
  const stream = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let line = 1;
  let column = 1;
  for (let i = 0; i < content.length; i++) {
    try {
      const text = stream.decode(content.subarray(i, i + 1), { stream: true });
      if (text === '\n') {
        line++;
        column = 1;
      } else {
        column += text.length;
      }
    } catch {
      break;
    }
  }
  return { line, column };
}
