const FORBIDDEN = /[\u0000-\u0020\u007f~^:?*[\\]/;

/**
 * Whether git accepts a full ref name (`git check-ref-format`), and we do: under `refs/`, no segment that starts with
 * a dash (it could be read as an option) or a dot, none that ends in `.lock`.
 */
export function isValidRefName(name: string): boolean {
  if (!name.startsWith('refs/') || name.endsWith('/') || name.endsWith('.') || name.length > 1000) return false;
  if (FORBIDDEN.test(name) || name.includes('..') || name.includes('@{')) return false;
  const segments = name.split('/');
  return segments.length >= 3 && segments.every(isValidSegment);
}

function isValidSegment(segment: string): boolean {
  return segment !== '' && segment !== '@' && !/^[.-]/.test(segment) && !segment.endsWith('.lock');
}
