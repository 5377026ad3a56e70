/** Splits a path at a delimiter; one behind a backslash belongs to the part, without the backslash. */
export function splitPath(path: string, delimiter = '/'): string[] {
  const parts: string[] = [];
  let part = '';
  for (let i = 0; i < path.length; i++) {
    if (path[i] === '\\' && path.startsWith(delimiter, i + 1)) {
      part += delimiter;
      i += delimiter.length;
    } else if (path.startsWith(delimiter, i)) {
      parts.push(part);
      part = '';
      i += delimiter.length - 1;
    } else {
      part += path[i] ?? '';
    }
  }
  parts.push(part);
  return parts;
}

/** Splits a field path of a FieldSpec: at slashes, without the empty part before a leading one. */
export function splitFieldPath(path: string): string[] {
  const parts = splitPath(path);
  return parts.length > 1 && parts[0] === '' ? parts.slice(1) : parts;
}

/**
 * Splits a path with list selectors such as `spec.containers.[name=a.b].image` at dots outside of brackets, without the
 * empty part before a leading dot. A bracket that is not closed reaches to the end; one around dots that selects nothing,
 * `data.[a.b]`, stands for its contents.
 */
export function smartSplitPath(path: string, delimiter = '.'): string[] {
  const split = splitPath(path, delimiter);
  if (split.length > 1 && split[0] === '') split.shift();
  const parts: string[] = [];
  let held: string | undefined;
  for (const part of split) {
    if (held !== undefined) {
      held += delimiter + part;
      if (part.endsWith(']')) {
        parts.push(withoutIdleBrackets(held));
        held = undefined;
      }
    } else if (part.startsWith('[') && !part.endsWith(']')) {
      held = part;
    } else {
      parts.push(part);
    }
  }
  if (held !== undefined) parts.push(withoutIdleBrackets(held));
  return parts;
}

function withoutIdleBrackets(part: string): string {
  return part.includes('=') ? part : part.replace(/^[[\]]+/, '').replace(/[[\]]+$/, '');
}
