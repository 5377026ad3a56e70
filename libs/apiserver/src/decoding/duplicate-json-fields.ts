type Frame = { readonly keys: Set<string>; key: string; awaitsKey: boolean } | { index: number };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The paths of fields that an object of a JSON text has more than once, each as often as it comes again. The text has
 * to be JSON: whatever else there is, is passed over.
 */
export function duplicateJsonFields(text: string): string[] {
  const found: string[] = [];
  const frames: Frame[] = [];
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfString(text, at);
        const frame = frames.at(-1);
        if (frame && 'keys' in frame && frame.awaitsKey) {
          frame.awaitsKey = false;
          frame.key = JSON.parse(text.slice(at, end + 1)) as string;
          if (frame.keys.has(frame.key)) found.push(pathOf(frames));
          frame.keys.add(frame.key);
        }
        at = end;
        break;
      }
      case 0x7b: // {
        frames.push({ keys: new Set(), key: '', awaitsKey: true });
        break;
      case 0x5b: // [
        frames.push({ index: 0 });
        break;
      case 0x7d: // }
      case 0x5d: // ]
        frames.pop();
        break;
      case 0x2c: // ,
        next(frames.at(-1));
    }
  }
  return found;
}

function next(frame: Frame | undefined): void {
  if (!frame) return;
  if ('keys' in frame) frame.awaitsKey = true;
  else frame.index += 1;
}

/** Where the string that begins at a place ends; long strings are skipped by the engine's own search. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

function pathOf(frames: readonly Frame[]): string {
  return frames
    .map((frame) => ('keys' in frame ? `.${frame.key}` : `[${frame.index}]`))
    .join('')
    .replace(/^\./, '');
}
