import { Glob } from './glob';

/** One line of a `.krmignore`. */
interface IgnorePattern {
  negated: boolean;
  /** Begins with a slash: compared with the first segments of a path, otherwise with the last ones. */
  rooted: boolean;
  /** Ends with a slash: only for directories. */
  directoryOnly: boolean;
  /** With how many segments of a path it is compared. */
  depth: number;
  matches: (segments: string) => boolean;
  /** For patterns with `**`, which also mean whole paths. */
  spanning: Glob | undefined;
}

function parsePattern(line: string): IgnorePattern {
  const negated = line.startsWith('!');
  const pattern = negated ? line.slice(1) : line;
  const path = pattern.replace(/^\/+|\/+$/g, '');
  return {
    negated,
    rooted: pattern.startsWith('/'),
    directoryOnly: pattern.endsWith('/'),
    depth: path.split('/').length,
    matches: segmentMatcher(path),
    spanning: path.includes('**') ? new Glob(path) : undefined,
  };
}

/** A star stays within a segment, and so do two. What has no wildcard is text, backslashes included. */
function segmentMatcher(pattern: string): (segments: string) => boolean {
  if (!/[*?[]/.test(pattern)) return (segments) => segments === pattern;
  const glob = new Glob(pattern.replace(/\*{2,}/g, '*'));
  return (segments) => glob.matches(segments);
}

function matches(pattern: IgnorePattern, path: string, isDirectory: boolean): boolean {
  const segments = path.split('/');
  const { depth, rooted, directoryOnly, spanning } = pattern;
  if (spanning?.matches(path) && (isDirectory || !directoryOnly)) return true;
  if (segments.length < depth) return false;
  const isWhole = segments.length === depth || !rooted;
  if (directoryOnly && !(isDirectory && isWhole)) return false;
  return pattern.matches((rooted ? segments.slice(0, depth) : segments.slice(-depth)).join('/'));
}

/** What a `.krmignore` hides. */
export class IgnoreFile {
  private readonly patterns: IgnorePattern[];

  constructor(text: string) {
    this.patterns = text
      .split(/\r?\n/)
      .map((line) => line.replace(/^ +| +$/g, ''))
      .filter((line) => line !== '' && line !== '!' && !line.startsWith('#'))
      .map((line) => parsePattern(line.startsWith('\\#') ? line.slice(1) : line));
  }

  /**
   * Whether a file or directory of the package is hidden; the path is relative to where the `.krmignore` is. As in kyaml,
   * and other than in git, a `!` pattern wins wherever it stands, and a pattern with a slash inside matches at any depth;
   * `**` stands for any number of segments, as in git, where kyaml takes it for one.
   */
  ignores(path: string, isDirectory: boolean): boolean {
    const hit = (negated: boolean): boolean =>
      this.patterns.some((pattern) => pattern.negated === negated && matches(pattern, path, isDirectory));
    return !hit(true) && hit(false);
  }
}
