import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { KrmObject } from '../document/krm-object';
import { parseYaml } from '../document/parse-yaml';
import { printYaml } from '../document/print-yaml';
import { copyComments } from './copy-comments';
import { readResources } from './read-resources';
import { resolveAnchors } from './resolve-anchors';
import { deriveSequenceIndent } from './sequence-indent';
import { writeResources } from './write-resources';

/** Golden cases of kyaml; `npm run conformance` runs all groups, these stand for them where the library alone is tested. */
const conformance = process.env['PORCH_CONFORMANCE'] ?? path.resolve(__dirname, '../../../../../shared/conformance');

interface GoldenCase {
  readonly [field: string]: unknown;
  readonly origin: { readonly symbol: string };
}

function cases(group: string): { name: string; golden: GoldenCase; text: (file: string) => string }[] {
  const directory = path.join(conformance, 'fixtures/kustomize', group);
  return readdirSync(directory).map((name) => {
    const text = (file: string): string => readFileSync(path.join(directory, name, file), 'utf8');
    return { name, golden: JSON.parse(text('case.json')) as GoldenCase, text };
  });
}

const object = (text: string): KrmObject => {
  const [document] = parseYaml(text);
  if (document === undefined) throw new Error('no document');
  return new KrmObject(document);
};

describe('kyaml golden cases', () => {
  it.each(cases('kyaml-comments'))('comments: $name', ({ text }) => {
    const to = object(text('to.yaml'));
    copyComments(object(text('from.yaml')), to);
    expect(printYaml(to.document).trim()).toBe(text('expected.yaml').trim());
  });

  it.each(cases('kyaml-derive-seqindent'))('list style: $name', ({ golden, text }) => {
    expect(deriveSequenceIndent(text('input.yaml'))).toBe(golden['expectedOutput']);
  });

  it.each(cases('kyaml-deanchor'))('anchors: $name', ({ golden, text }) => {
    const input = object(text('input.yaml'));
    const error = golden['expectedErr'] as { error: string } | undefined;
    if (error) {
      expect(() => resolveAnchors(input.node)).toThrow(error.error);
      return;
    }
    resolveAnchors(input.node);
    expect(printYaml(input.document).trim()).toBe(text('expected.yaml').trim());
  });

  it.each(cases('kyaml-bytereadwriter').filter(({ golden }) => golden.origin.symbol.includes('RetainSeqIndent')))(
    'round trip: $name',
    ({ text }) => {
      const { items } = readResources(text('input.yaml'), { preserveSequenceIndent: true });
      expect(writeResources(items).trim()).toBe(text('expectedOutput.yaml').trim());
    },
  );
});
