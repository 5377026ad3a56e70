/** One line of a `.krmignore`. */
interface IgnorePattern {
  negated: boolean;
  /** Begins with a slash: counts from the package root. */
  rooted: boolean;
  /** Ends with a slash: only for directories, and from the package root. */
  directoryOnly: boolean;
  /** How many path segments it has; a pattern without a slash in front is compared with that many last ones. */
  depth: number;
  expression: RegExp;
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The expression for a shell pattern: `*` and `?` within a segment, `**` over several, `[a-z]`. */
export function globToRegExp(glob: string): RegExp {
  let source = '';
  for (let i = 0; i < glob.length; i++) {
    const character = glob.charAt(i);
    const classEnd = character === '[' ? glob.indexOf(']', i + 2) : -1;
    if (glob.startsWith('**/', i)) {
      source += '(?:.*/)?';
      i += 2;
    } else if (glob.startsWith('**', i)) {
      source += '.*';
      i += 1;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (classEnd > 0) {
      const body = glob.slice(i + 1, classEnd).replace(/\\/g, '\\\\');
      source += `[${body.startsWith('^') || body.startsWith('!') ? `^${body.slice(1)}` : body}]`;
      i = classEnd;
    } else if (character === '\\' && i + 1 < glob.length) source += escapeRegExp(glob.charAt(++i));
    else source += escapeRegExp(character);
  }
  return new RegExp(`^${source}$`);
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
    expression: globToRegExp(path),
  };
}

function matches(pattern: IgnorePattern, path: string, isDirectory: boolean): boolean {
  if (pattern.directoryOnly && !isDirectory) return false;
  const whole = pattern.rooted || pattern.directoryOnly || pattern.expression.source.includes('.*');
  return pattern.expression.test(whole ? path : path.split('/').slice(-pattern.depth).join('/'));
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
