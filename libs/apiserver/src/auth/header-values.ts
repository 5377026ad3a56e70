/** All values of a header, in order; names are compared without case. */
export function headerValues(rawHeaders: readonly string[], name: string): string[] {
  return pairsOf(rawHeaders)
    .filter(([header]) => header === name.toLowerCase())
    .map(([, value]) => value);
}

/** Headers whose name starts with a prefix, as the rest of the name, unescaped and in lower case, and the value. */
export function headersStartingWith(rawHeaders: readonly string[], prefix: string): [string, string][] {
  const start = prefix.toLowerCase();
  return pairsOf(rawHeaders)
    .filter(([header]) => header.startsWith(start) && header.length > start.length)
    .map(([header, value]) => [unescaped(header.slice(start.length)), value]);
}

function pairsOf(rawHeaders: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index]?.toLowerCase() ?? '', rawHeaders[index + 1] ?? '']);
  }
  return pairs;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
