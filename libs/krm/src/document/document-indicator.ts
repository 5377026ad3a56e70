import { DASH, DOT, isBlankOrEnd } from './character';
import { type TextCursor } from './text-cursor';

/** Whether `---` or `...` stands alone at the start of the line. */
export function atDocumentIndicator(cursor: TextCursor): boolean {
  if (cursor.column !== 0) return false;
  const code = cursor.code;
  return (
    (code === DASH || code === DOT) && cursor.at(1) === code && cursor.at(2) === code && isBlankOrEnd(cursor.at(3))
  );
}
