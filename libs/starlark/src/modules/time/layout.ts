/** Go describes formats by how it writes Monday, 2 January 2006, 15:04:05 in zone MST (−07:00). */
const elements = [
  ...['January', 'Jan', 'Monday', 'Mon', 'MST', '2006', '002', '01', '02', '03', '04', '05', '06', '15', '__2', '_2'],
  ...['Z070000', 'Z07:00:00', 'Z0700', 'Z07:00', 'Z07', '-070000', '-07:00:00', '-0700', '-07:00', '-07'],
  ...['PM', 'pm', '1', '2', '3', '4', '5'],
] as const;

export type LayoutElement = (typeof elements)[number];

export type LayoutPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'element'; readonly element: LayoutElement }
  /** Digits of a second, with trailing zeros (`.000`) or without (`.999`). */
  | { readonly kind: 'fraction'; readonly digits: number; readonly trimmed: boolean; readonly mark: string };

const byLength = [...elements].sort((a, b) => b.length - a.length);

/** Splits a layout into what it says and what stands as it is. */
export function parseLayout(layout: string): LayoutPart[] {
  const parts: LayoutPart[] = [];
  let text = '';
  for (let at = 0; at < layout.length;) {
    const fraction = /^[.,](0+|9+)(?!\d)/.exec(layout.slice(at));
    const element = fraction ? undefined : byLength.find((candidate) => startsElement(layout, at, candidate));
    if (!fraction && element === undefined) {
      text += layout.charAt(at++);
      continue;
    }
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
    if (fraction?.[1]) {
      const trimmed = fraction[1].startsWith('9');
      parts.push({ kind: 'fraction', digits: fraction[1].length, trimmed, mark: fraction[0].charAt(0) });
      at += fraction[0].length;
    } else if (element !== undefined) {
      parts.push({ kind: 'element', element });
      at += element.length;
    }
  }
  if (text !== '') parts.push({ kind: 'text', text });
  return parts;
}

/** "Jan" is no month when it starts a word such as "Janet". */
function startsElement(layout: string, at: number, element: LayoutElement): boolean {
  if (!layout.startsWith(element, at)) return false;
  return (element !== 'Jan' && element !== 'Mon') || !/[a-z]/.test(layout.charAt(at + 3));
}

export const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November'],
  'December',
] as const;

export const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
