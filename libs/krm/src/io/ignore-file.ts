import { Glob } from './glob';

/** One line of a `.krmignore`. */
interface IgnorePattern {
  negated: boolean;
  /** Begins with a slash: counts from the package root. */
  rooted: boolean;
  /** Ends with a slash: only for directories, and from the package root. */
  directoryOnly: boolean;
  /** How many path segments it has; a pattern without a slash in front is compared with that many last ones. */
  depth: number;
  glob: Glob;
}

function parsePattern(line: string): IgnorePattern {
  const negated = line.startsWith('!');
  const pattern = negated ? line.slice(1) : line;
  const rooted = pattern.startsWith('/');
  const path = pattern.replace(/^\/+|\/+$/g, '');
  return {
    negated,
    rooted,
    directoryOnly: pattern.endsWith('/'),
    depth: path.split('/').length,
    glob: new Glob(path),
  };
}

function matches(pattern: IgnorePattern, path: string, isDirectory: boolean): boolean {
  if (pattern.directoryOnly && !isDirectory) return false;
  const whole = pattern.rooted || pattern.directoryOnly || pattern.glob.spansDirectories;
  return pattern.glob.matches(whole ? path : path.split('/').slice(-pattern.depth).join('/'));
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
   * Whether a file or directory of the package is hidden; the path is relative to where the `.krmignore` is. As in kyaml a
   * `!` pattern wins wherever it stands, and a pattern with a slash inside matches at any depth.
   */
  ignores(path: string, isDirectory: boolean): boolean {
    const hit = (negated: boolean): boolean =>
      this.patterns.some((pattern) => pattern.negated === negated && matches(pattern, path, isDirectory));
    return !hit(true) && hit(false);
  }
}
