const MAXIMUM_LENGTH = 1024;
const MAXIMUM_DEPTH = 64;
/** Characters that HFS+ ignores, so that `.g\u200cit` is `.git` there, and those that reorder or hide text. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufeff]/u;
const CONTROL = /[\u0000-\u001f\u007f]/u;

/**
 * Why a path may not name a file inside a package; undefined when it may. The rules are git's own for checked-out
 * trees (core.protectHFS and core.protectNTFS included), so that a package written here is safe to check out anywhere.
 */
export function packagePathProblem(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.length > MAXIMUM_LENGTH) return `it is longer than ${MAXIMUM_LENGTH} characters`;
  if (path.startsWith('/')) return 'it is absolute';
  if (path.includes('\\')) return 'it contains a backslash';
  if (CONTROL.test(path)) return 'it contains a control character';
  if (INVISIBLE.test(path)) return 'it contains an invisible character';
  if (!path.isWellFormed()) return 'it is not valid Unicode';
  const segments = path.split('/');
  if (segments.length > MAXIMUM_DEPTH) return `it is deeper than ${MAXIMUM_DEPTH} directories`;
  for (const segment of segments) {
    const problem = segmentProblem(segment);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function segmentProblem(segment: string): string | undefined {
  if (segment === '') return 'it has an empty segment';
  if (segment === '.' || segment === '..') return `it has the segment "${segment}"`;
  if (/[. ]$/.test(segment)) return `its segment "${segment}" ends in a dot or a space`;
  if (/^[A-Za-z]:/.test(segment) || segment.includes('::')) return `its segment "${segment}" names a drive or stream`;
  // NTFS: a short name or an alternate stream of .git is .git.
  const folded = segment.toLowerCase().replace(/:.*$/, '');
  if (folded === '.git' || /^git~\d+$/.test(folded)) return `its segment "${segment}" names git's own directory`;
  return undefined;
}

/**
 * The first thing wrong with a set of paths taken together: a bad path, a file where another path needs a directory,
 * or two spellings (letter case or Unicode normalisation) that are one file on common file systems.
 */
export function packagePathsProblem(paths: Iterable<string>): { path: string; message: string } | undefined {
  const spellings = new Map<string, string>();
  const files = new Set<string>();
  for (const path of paths) {
    const message = packagePathProblem(path);
    if (message !== undefined) return { path, message };
    const canonical = path.normalize('NFC').toLowerCase();
    const other = spellings.get(canonical);
    if (other !== undefined) return { path, message: `it is another spelling of "${other}"` };
    spellings.set(canonical, path);
    files.add(path);
  }
  for (const path of files) {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      const parent = path.slice(0, slash);
      if (files.has(parent)) return { path, message: `"${parent}" is a file, not a directory` };
    }
  }
  return undefined;
}
