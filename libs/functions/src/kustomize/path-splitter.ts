/** Splits a path at a delimiter; a delimiter behind a backslash belongs to the element (kyaml). */
export function splitPath(path: string, delimiter: string): string[] {
  if (!path.includes('\\')) return path.split(delimiter);
  const elements: string[] = [];
  let current = '';
  for (let index = 0; index < path.length; index++) {
    if (path[index] === '\\' && path[index + 1] === delimiter) {
      current += delimiter;
      index++;
    } else if (path[index] === delimiter) {
      elements.push(current);
      current = '';
    } else {
      current += path[index];
    }
  }
  elements.push(current);
  return elements;
}
