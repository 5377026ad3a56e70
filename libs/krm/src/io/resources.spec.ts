import { parseYaml } from '../document/parse-yaml';
import { printYaml } from '../document/print-yaml';
import { readResources } from './read-resources';
import { resolveAnchors } from './resolve-anchors';
import { deriveSequenceIndent } from './sequence-indent';
import { writeResources } from './write-resources';

const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n';

describe('reading resources', () => {
  it('numbers documents and leaves out empty ones', () => {
    const { items } = readResources(`${service}---\n# nothing\n---\n\n---\nkind: B\n`);
    expect(items.map(({ kind }) => kind)).toEqual(['Service', 'B']);
    expect(items.map((item) => item.getAnnotation('internal.config.kubernetes.io/index'))).toEqual(['0', '1']);
    expect(items.map((item) => item.getAnnotation('config.kubernetes.io/index'))).toEqual(['0', '1']);
  });

  it('takes Windows line ends, and comments behind separators', () => {
    const { items } = readResources('a: |\r\n  x\r\n--- # next\r\nb: 1\r\n', { omitReaderAnnotations: true });
    expect(items.map((item) => printYaml(item.document))).toEqual(['a: |\n  x\n', 'b: 1\n']);
  });

  it('unwraps a list that is the only document', () => {
    const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- kind: A\n- kind: B\nfunctionConfig:\n  kind: C\nresults:\n- message: m\n`;
    const result = readResources(list);
    expect(result.wrapping).toEqual({ apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList' });
    expect(result.items.map(({ kind }) => kind)).toEqual(['A', 'B']);
    expect(result.functionConfig && printYaml(result.functionConfig)).toBe('kind: C\n');
    expect(result.results?.content).toHaveLength(1);
    expect(readResources(`${list}---\n${service}`).items).toHaveLength(2);
    expect(readResources(list, { disableUnwrapping: true }).items).toHaveLength(1);
  });

  it.each([
    [
      'text behind a separator',
      'a: 1\n--- foo\nb: 2\n',
      'a.yaml: line 2, column 1: invalid document separator: --- foo',
    ],
    ['an error in a later document', 'a: 1\n---\nb: [\n---\nc: 1\n', 'a.yaml: line 4, column 1'],
    ['a list', '- 1\n', 'a.yaml: line 1, column 1: wrong node kind: expected MappingNode but got SequenceNode'],
    [
      'a text',
      'a: 1\n---\nhello\n',
      'a.yaml: line 3, column 1: wrong node kind: expected MappingNode but got ScalarNode',
    ],
  ])('says where it found %s', (_, text, message) => {
    expect(() => readResources(text, { file: 'a.yaml' })).toThrow(message);
  });

  it('wraps a bare list on request, and writing unwraps it', () => {
    const { items } = readResources('- a: 1\n- 2\n', { wrapBareSequence: true });
    expect(items).toHaveLength(1);
    expect(writeResources(items)).toBe('- a: 1\n- 2\n');
  });
});

describe('writing resources', () => {
  it('gives back what was read, in the list style of each document', () => {
    const text = 'kind: A\nspec:\n  - 1\n---\nkind: B\nspec:\n- 1\n';
    expect(writeResources(readResources(text, { preserveSequenceIndent: true }).items)).toBe(text);
    expect(writeResources(readResources(text).items)).toBe(text.replace('  - 1', '- 1'));
  });

  it('does not change the objects', () => {
    const { items } = readResources(service);
    writeResources(items);
    expect(items[0]?.getAnnotation('config.kubernetes.io/index')).toBe('0');
  });

  it('wraps in kpt order of fields, lists compact', () => {
    const { items } = readResources('kind: A\nspec:\n  - 1\n', { preserveSequenceIndent: true });
    const [functionConfig] = parseYaml('kind: C\n');
    const wrapping = { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList' };
    expect(writeResources(items, { wrapping, functionConfig: functionConfig?.root })).toBe(
      'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- kind: A\n  spec:\n  - 1\nfunctionConfig:\n  kind: C\n',
    );
  });

  it('writes a single object of a .json file as JSON, several as YAML', () => {
    const at = (index: number) =>
      `{"kind": "K${index}", "metadata": {"annotations": {"config.kubernetes.io/path": "a.json"}}, "big": 12345678901234567890, "html": "<&>", "f": 1.50}\n`;
    expect(
      writeResources(readResources(at(0)).items, {
        clearAnnotations: ['config.kubernetes.io/path', 'internal.config.kubernetes.io/path'],
      }),
    ).toBe('{\n  "big": 12345678901234567890,\n  "f": 1.5,\n  "html": "\\u003c\\u0026\\u003e",\n  "kind": "K0"\n}\n');
    expect(writeResources(readResources(`${at(0)}---\n${at(1)}`).items)).toContain('---\n');
  });

  it('sorts by path and number of index, without index first', () => {
    const place = (name: string, path: string, index?: number) =>
      `kind: ${name}\nmetadata:\n  annotations:\n    config.kubernetes.io/path: ${path}\n${index === undefined ? '' : `    config.kubernetes.io/index: '${index}'\n`}`;
    const text = [
      place('D', 'b.yaml', 0),
      place('C', 'a.yaml', 10),
      place('B', 'a.yaml', 9),
      place('A', 'a.yaml'),
    ].join('---\n');
    const { items } = readResources(text, { omitReaderAnnotations: true });
    const sorted = readResources(writeResources(items, { sort: true, keepReaderAnnotations: true }));
    expect(sorted.items.map(({ kind }) => kind)).toEqual(['A', 'B', 'C', 'D']);
  });
});

describe('the list style of a text', () => {
  it.each([
    ['compact without lists', 'a: 1\n', 'compact'],
    ['compact at the column of the key', 'a:\n- 1\n', 'compact'],
    ['wide two columns in', 'a:\n  - 1\n', 'wide'],
    ['that of the first list', 'a:\n  - 1\nb:\n- 1\n', 'wide'],
    ['that of the first list it knows', 'a:\n    - 1\nb:\n  - 1\n', 'wide'],
    ['not deceived by literals', 'a: |\n  - 1\nb:\n- 1\n', 'compact'],
    ['seen past comments', 'a: # x\n  # y: z\n  - 1\n', 'wide'],
  ])('is %s', (_, text, style) => {
    expect(deriveSequenceIndent(text)).toBe(style);
  });
});

describe('resolving anchors', () => {
  const resolved = (text: string): string => {
    const [document] = parseYaml(text);
    if (document?.root === undefined) throw new Error('no root');
    resolveAnchors(document.root);
    return printYaml(document);
  };

  it('copies what aliases stand for', () => {
    expect(resolved('a: &x\n  b: 1 # c\nd: *x\n')).toBe('a:\n  b: 1 # c\nd:\n  b: 1 # c\n');
  });

  it('merges behind own fields, first source first', () => {
    const text = 'a: &a {p: 1, q: 1}\nb: &b {q: 2, r: 2}\nc:\n  <<: [*a, *b]\n  s: 3\n  p: own\n';
    expect(resolved(text)).toBe('a: {p: 1, q: 1}\nb: {q: 2, r: 2}\nc:\n  s: 3\n  p: own\n  q: 1\n  r: 2\n');
  });

  it.each([
    ['two merge keys', 'a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n', 'line 4, column 3: duplicate merge key'],
    ['a merged list', 'a: &a [1]\nb:\n  <<: *a\n', 'received alias for a non-map value'],
    ['a merged text', 'a:\n  <<: text\n', 'map merge requires map or sequence of maps'],
  ])('refuses %s', (_, text, message) => {
    expect(() => resolved(text)).toThrow(message);
  });
});
