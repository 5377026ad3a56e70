import fc from 'fast-check';
import { JSON_SCHEMA, load } from 'js-yaml';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as yaml from 'yaml';
import { fromJs, toJs } from './node-conversion';
import { nodesEqual } from './node-copy';
import { parseYaml } from './parse-yaml';
import { printYaml } from './print-yaml';
import { type YamlDocument } from './yaml-document';
import { type YamlNode } from './yaml-node';

const conformance = process.env['PORCH_CONFORMANCE'] ?? path.resolve(__dirname, '../../../../../shared/conformance');

const corpus = readdirSync(path.join(conformance, 'fixtures'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.ya?ml$|^Kptfile$/.test(entry.name))
  .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
  .filter((text) => text.length < 20_000);

const scalar = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => text.isWellFormed()),
  fc.constantFrom(
    '',
    ' ',
    'a\n',
    '\na',
    'a\n\nb',
    ' a',
    'a ',
    '- a',
    'a: b',
    '#a',
    "'",
    '"',
    '---',
    '...',
    'null',
    '1',
    '\t',
    '\u2028',
    '\ufeff',
  ),
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);
const { value: data } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ maxLength: 8 }).filter((key) => key !== '<<'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
}));

/** -0 is 0 in YAML as in JSON. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const line = fc.tuple(
  fc.nat({ max: 6 }),
  fc.constantFrom(
    'a: 1',
    'b:',
    '- x',
    '- c: 2',
    '# comment',
    '',
    'd: [1, # in',
    ']',
    'e: |',
    'text',
    '"q": v # line',
    '- # head',
    '---',
    '? k',
    ': v',
    'f: &x {g: h}',
    'i: *x',
    '{',
    '}',
    "j: 'k",
    "l'",
  ),
);
const mess = fc
  .array(line, { maxLength: 14 })
  .map((lines) => lines.map(([indent, text]) => ' '.repeat(indent) + text).join('\n'));

/** kyaml writes a null that is not spelled out as an empty string inside of a flow collection. */
const withoutNulls = ({ root }: YamlDocument): unknown =>
  JSON.parse(JSON.stringify(toJs(root), (_, value: unknown) => value ?? ''));

function hasComplexKeys(node: YamlNode | undefined): boolean {
  if (node === undefined) return false;
  const isKey = (index: number): boolean => node.kind === 'mapping' && index % 2 === 0;
  return node.content.some((child, index) => (isKey(index) && child.kind !== 'scalar') || hasComplexKeys(child));
}

function parses(text: string): boolean {
  try {
    parseYaml(text);
    return true;
  } catch {
    return false;
  }
}

describe('a round trip', () => {
  it('brings data back, whatever it is', () => {
    fc.assert(
      fc.property(data, fc.constantFrom('compact' as const, 'wide' as const), (value, sequenceIndent) => {
        const text = printYaml(fromJs(value), { sequenceIndent });
        expect(plain(toJs(parseYaml(text)[0]?.root))).toEqual(plain(value));
      }),
      { numRuns: 1000 },
    );
  });

  it('writes what other readers read the same', () => {
    fc.assert(
      fc.property(data, (value) => {
        const text = printYaml(fromJs(value));
        expect(plain(yaml.parse(text, { logLevel: 'error', uniqueKeys: false }))).toEqual(plain(value));
      }),
      { numRuns: 500 },
    );
  });

  it('changes nothing the second time, in any text that is YAML', () => {
    fc.assert(
      fc.property(mess.filter(parses), (text) => {
        const documents = parseYaml(text).filter(({ root }) => root?.tag !== '!!null');
        const again = parseYaml(printYaml(documents));
        expect(again.map(withoutNulls)).toEqual(documents.map(withoutNulls));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('over all YAML of the fixtures', () => {
  const readable = corpus.filter(parses);

  it('finds a corpus', () => {
    expect(readable.length).toBeGreaterThan(1000);
  });

  it('prints what reads as the same nodes', () => {
    for (const text of readable) {
      const documents = parseYaml(text).filter(({ root }) => root?.tag !== '!!null');
      const again = parseYaml(printYaml(documents));
      documents.forEach(({ root }, index) => {
        if (!nodesEqual(root, again[index]?.root)) throw new Error(`printed otherwise:\n${text}`);
      });
    }
  });

  it('reads the values that js-yaml reads', () => {
    let compared = 0;
    for (const text of readable) {
      const documents = parseYaml(text);
      // Octal, dates and merge keys are matters on which js-yaml's JSON schema and kyaml differ by design.
      if (documents.length !== 1 || !text.endsWith('\n') || hasComplexKeys(documents[0]?.root)) continue;
      if (/<<:|: *0\d|: *0o|\.inf/.test(text)) continue;
      let expected: unknown;
      try {
        expected = load(text, { schema: JSON_SCHEMA, json: true });
      } catch {
        continue;
      }
      compared++;
      expect(toJs(documents[0]?.root)).toEqual(expected ?? null);
    }
    expect(compared).toBeGreaterThan(500);
  });
});
