import { structuredPatch, type StructuredPatchHunk } from 'diff';

export type FileChange = 'added' | 'removed' | 'changed';

/** How one file of two packages differs. */
export interface FileDifference {
  path: string;
  change: FileChange;
  hunks: StructuredPatchHunk[];
}

type Files = ReadonlyMap<string, string>;

/** The files that differ between two packages, in the order of their paths, with `context` lines around each change. */
export function comparePackages(from: Files, to: Files, context = 3): FileDifference[] {
  const paths = [...new Set([...from.keys(), ...to.keys()])].sort();
  return paths.flatMap((path) => {
    const before = from.get(path);
    const after = to.get(path);
    if (before === after) return [];
    const { hunks } = structuredPatch(path, path, before ?? '', after ?? '', undefined, undefined, { context });
    const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    return [{ path, change, hunks }];
  });
}

const RED = '\x1b[31m';
const GREEN = '\x1b[32m';
const CYAN = '\x1b[36m';
const BOLD = '\x1b[1m';
const PLAIN = '\x1b[0m';

/** Differences as a unified diff, which `patch` and `git apply` read when it is not coloured. */
export function unifiedDiff(differences: readonly FileDifference[], colour: boolean): string {
  const painted = (paint: string, line: string) => (colour ? `${paint}${line}${PLAIN}\n` : `${line}\n`);
  return differences
    .map(({ path, change, hunks }) => {
      const heading =
        painted(BOLD, `diff --git a/${path} b/${path}`) +
        painted(BOLD, `--- ${change === 'added' ? '/dev/null' : `a/${path}`}`) +
        painted(BOLD, `+++ ${change === 'removed' ? '/dev/null' : `b/${path}`}`);
      return heading + hunks.map((hunk) => hunkText(hunk, painted)).join('');
    })
    .join('');
}

function hunkText(hunk: StructuredPatchHunk, painted: (paint: string, line: string) => string): string {
  const range = (start: number, lines: number) =>
    lines === 1 ? `${start}` : `${lines === 0 ? start - 1 : start},${lines}`;
  const heading = `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`;
  const lines = hunk.lines.map((line) => {
    if (line.startsWith('+')) return painted(GREEN, line);
    if (line.startsWith('-')) return painted(RED, line);
    return `${line}\n`;
  });
  return painted(CYAN, heading) + lines.join('');
}
