/**
 * Most bytes of a status message. HTTP/2 implementations drop the whole connection, with every call on it, over trailers
 * of more than 64 KiB.
 */
export const MAX_STATUS_BYTES = 48 * 1024;

/** Longer than any mark for what was left out. */
const MARK_BYTES = 48;

/** How long a text is in a status message, where gRPC percent-encodes all but printable ASCII. */
export function statusBytes(text: string): number {
  let bytes = 0;
  for (const byte of Buffer.from(text)) bytes += byte < 0x20 || byte > 0x7e || byte === 0x25 ? 3 : 1;
  return bytes;
}

/** A text as far as so many bytes of a status message hold it: without its middle, and with how much that was. */
export function fittingStatusText(text: string, limit: number): string {
  if (text.length <= limit && statusBytes(text) <= limit) return text;
  const half = Math.max(0, Math.floor((limit - MARK_BYTES) / 2));
  const head = fittingCharacters([...text.slice(0, half)], half).join('');
  const tail = fittingCharacters([...text.slice(text.length - half)].reverse(), half)
    .reverse()
    .join('');
  return `${head} [${text.length - head.length - tail.length} characters left out] ${tail}`;
}

function fittingCharacters(characters: readonly string[], limit: number): string[] {
  let bytes = 0;
  const end = characters.findIndex((character) => (bytes += statusBytes(character)) > limit);
  return characters.slice(0, end < 0 ? undefined : end);
}
