import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RESOURCE_LIST } from './function-call';
import { KRM_FILE_GLOBS, readPackage } from './read-package';
import { writeResources } from './write-resources';

const kptIsThere = spawnSync('kpt', ['version']).status === 0;

const scalar = fc.constantFrom(
  'x',
  '"q"',
  "'s'",
  '1',
  '~',
  'yes',
  '0777',
  '[a, {b: c}]',
  '{}',
  '|\n    lit\n\n    eral',
  '>\n    fold\n    ed',
  '&a z',
);
const comment = fc.constantFrom('', '', '', ' # line');
const field = fc
  .tuple(
    fc.constantFrom('', '', '# head\n', '\n', '# foot\n\n'),
    fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    scalar,
    comment,
  )
  .map(([above, key, value, behind]) => `${above}${key}: ${value}${/[|>]/.test(value) ? '' : behind}\n`);
const list = fc
  .tuple(
    fc.constantFrom('', '  ', '    '),
    fc.array(fc.constantFrom('1', 'k: v', '- n', '# c'), { minLength: 1, maxLength: 4 }),
  )
  .map(
    ([indent, items]) =>
      `list: # behind\n${items.map((item) => (item.startsWith('#') ? `${indent}${item}\n` : `${indent}- ${item}\n`)).join('')}`,
  );
const document = fc
  .tuple(
    fc.constantFrom('', '# licence\n\n', '# top\n'),
    fc.uniqueArray(field, { maxLength: 4, selector: (text) => /(\w): /.exec(text)?.[1] }),
    fc.option(list, { nil: '' }),
  )
  .map(([top, fields, tail]) => `${top}apiVersion: v1\nkind: K\nmetadata:\n  name: n\n${fields.join('')}${tail}`);
const file = fc
  .array(fc.oneof({ weight: 6, arbitrary: document }, { weight: 1, arbitrary: fc.constantFrom('', '# only\n') }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((documents) => documents.join('---\n'));

describe('kpt fn source', () => {
  // An oracle for reading packages, comments and layout: many random files in one package.
  (kptIsThere ? it : it.skip)('prints what this library prints', () => {
    const files = new Map<string, string>([
      ['Kptfile', 'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: p\n'],
    ]);
    fc.sample(file, 150).forEach((text, number) => {
      const name = `d${number % 5}/f${number}.yaml`;
      try {
        readPackage(new Map([[name, text]]));
        files.set(name, text);
      } catch {
        // One file that is no YAML fails the whole of kpt's package.
      }
    });
    expect(files.size).toBeGreaterThan(75);

    const directory = mkdtempSync(path.join(tmpdir(), 'krm-source-'));
    try {
      for (const [name, text] of files) {
        mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
        writeFileSync(path.join(directory, name), text);
      }
      const { stdout, stderr } = spawnSync('kpt', ['fn', 'source', directory], {
        encoding: 'utf8',
        maxBuffer: 2 ** 28,
      });
      const items = readPackage(files, {
        matchFiles: KRM_FILE_GLOBS,
        packageFileName: 'Kptfile',
        includeSubpackages: true,
        preserveSequenceIndent: true,
        wrapBareSequence: true,
      });
      expect(stderr).toBe('');
      expect(writeResources(items, { keepReaderAnnotations: true, wrapping: RESOURCE_LIST })).toBe(stdout);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
