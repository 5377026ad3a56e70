/**
 * Whether a field's path meets a pattern: `*` is one element, `**` any number, `a[*]` any index and `*[1]` any name.
 * Both are cut at their dots, so that a key with dots in it meets the same key in a pattern.
 */
export function matchesFieldPath(path: string, pattern: string): boolean {
  if (pattern === '') return false;
  const elements = path.replace(/^\./, '').split('.');
  let reachable = new Set([0]);
  for (const expected of pattern.split('.')) {
    const next = new Set<number>();
    for (const at of reachable) {
      if (expected === '**') for (let skip = at; skip <= elements.length; skip++) next.add(skip);
      else if (at < elements.length && matchesElement(elements[at] ?? '', expected)) next.add(at + 1);
    }
    reachable = next;
  }
  return reachable.has(elements.length);
}

function matchesElement(element: string, pattern: string): boolean {
  if (pattern === '*' || element === pattern) return true;
  const [name, index] = element.split('[');
  const [wantedName, wantedIndex] = pattern.split('[');
  if (index === undefined || wantedIndex === undefined) return false;
  return (wantedName === '*' || wantedName === name) && (wantedIndex === '*]' || wantedIndex === index);
}

/** A path without patterns in it, which can be set where it is missing. */
export function isAbsolutePath(path: string): boolean {
  return path.split('.').every((element) => element !== '' && !element.includes('*'));
}
