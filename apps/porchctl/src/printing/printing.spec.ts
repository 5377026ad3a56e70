import { type Table } from '@porch/client';
import { load } from 'js-yaml';
import { parseCustomColumns, customColumnCells } from './custom-columns';
import { createObjectPrinter } from './object-printer';
import { type OutputFormat, parseOutputFormat } from './output-format';
import { jsonText, yamlText } from './structured-text';
import { TablePrinter } from './table-printer';

const table = (rows: unknown[][], labels: Record<string, string> = {}): Table => ({
  kind: 'Table',
  apiVersion: 'meta.k8s.io/v1',
  columnDefinitions: [
    { name: 'Name', type: 'string' },
    { name: 'Count', type: 'integer' },
    { name: 'Detail', type: 'string', priority: 1 },
  ],
  rows: rows.map((cells) => ({
    cells,
    object: { apiVersion: 'v1', kind: 'P', metadata: { name: String(cells[0]), namespace: 'ns', labels } },
  })),
});
const plain = { namePrefix: '', headers: true, wide: false, withNamespace: false, showLabels: false, labelColumns: [] };

describe('the table printer', () => {
  it('aligns columns as kubectl: six wide at least, three apart, the last one as it is', () => {
    expect(
      new TablePrinter(plain).print(
        table([
          ['a', 1, 'x'],
          ['longer-name', 22, 'y'],
        ]),
      ),
    ).toBe('NAME          COUNT\na             1\nlonger-name   22\n');
    expect(new TablePrinter({ ...plain, headers: false }).print(table([['a', 1, 'x']]))).toBe('a     1\n');
  });

  it('adds columns for what is asked', () => {
    const options = {
      namePrefix: 'p.g/',
      headers: true,
      wide: true,
      withNamespace: true,
      showLabels: true,
      labelColumns: ['kpt.dev/latest'],
    };
    expect(new TablePrinter(options).print(table([['a', 1, 'x']], { 'kpt.dev/latest': 'true', b: 'c' }))).toBe(
      'NAMESPACE   NAME    COUNT   DETAIL   LATEST   LABELS\nns          p.g/a   1       x        true     b=c,kpt.dev/latest=true\n',
    );
    expect(new TablePrinter({ ...plain, showLabels: true }).print(table([['a', 1, 'x']]))).toContain('<none>');
    expect(new TablePrinter({ ...plain, labelColumns: ['b'] }).print(table([['a', 1, 'x']]))).not.toContain('<none>');
  });

  it('prints the header once for tables that follow one another, and keeps their columns', () => {
    const printer = new TablePrinter(plain);
    expect(printer.print(table([['first-name', 1, 'x']])) + printer.print(table([['b', 2, 'x']]))).toBe(
      'NAME         COUNT\nfirst-name   1\nb            2\n',
    );
  });

  it('prints nothing for no rows, and shows hostile cells on one harmless line', () => {
    expect(new TablePrinter(plain).print(table([]))).toBe('');
    const hostile = new TablePrinter({ ...plain, headers: false }).print(
      table([
        ['a\x1b[31m', 'two\nlines', 'x'],
        ['b', null, 'x'],
      ]),
    );
    expect(hostile).toBe('a?[31m   two...\nb        \n');
  });
});

describe('output formats', () => {
  it.each<[string | undefined, OutputFormat]>([
    [undefined, { kind: 'table', wide: false }],
    ['', { kind: 'table', wide: false }],
    ['wide', { kind: 'table', wide: true }],
    ['json', { kind: 'json' }],
    ['jsonpath={.a=b}', { kind: 'jsonpath', template: '{.a=b}' }],
    ['custom-columns=A:.a', { kind: 'custom-columns', spec: 'A:.a' }],
  ])('%s is %j', (value, format) => expect(parseOutputFormat(value, undefined)).toEqual(format));

  it('names what there is for anything else', () => {
    expect(() => parseOutputFormat('xml', undefined)).toThrow(
      /unable to match a printer .* "xml", allowed formats are: .*yaml/,
    );
    expect(() => parseOutputFormat('jsonpath', undefined)).toThrow('template format specified but no template given');
    expect(() => parseOutputFormat('go-template={{.}}', undefined)).toThrow(/go-template is not supported/);
    expect(parseOutputFormat('jsonpath', '{.a}')).toEqual({ kind: 'jsonpath', template: '{.a}' });
  });
});

describe('custom columns', () => {
  it('keep commas and colons of their expressions', () => {
    const columns = parseCustomColumns("A:.a[?(@.x=='1,2')].y,B:{.b},C:c,D:.d['k:v']");
    expect(columns.map(({ header }) => header)).toEqual(['A', 'B', 'C', 'D']);
    const object = {
      a: [
        { x: '1,2', y: 'hit' },
        { x: '3', y: 'miss' },
      ],
      b: 5,
      c: [1, 2],
      d: { 'k:v': true },
    };
    expect(customColumnCells(columns, object)).toEqual(['hit', '5', '[1 2]', 'true']);
    expect(customColumnCells(parseCustomColumns('O:.d,A:.a'), object)).toEqual([
      'map[k:v:true]',
      '[map[x:1,2 y:hit] map[x:3 y:miss]]',
    ]);
    expect(customColumnCells(parseCustomColumns('T:.a[*].y,N:.none'), object)).toEqual(['hit,miss', '<none>']);
  });

  it('refuse what is no column', () => {
    expect(() => parseCustomColumns('')).toThrow(/no custom columns given/);
    expect(() => parseCustomColumns('A')).toThrow(
      'unexpected custom-columns spec: A, expected <header>:<json-path-expr>',
    );
  });
});

describe('structured text', () => {
  const object = {
    kind: 'K',
    apiVersion: 'v1',
    metadata: { name: 'n', creationTimestamp: '2026-01-01T00:00:00Z', labels: { b: 'true', a: '1' } },
    list: [{ z: 1, y: 'x: y' }],
    text: 'two\nlines\n',
  };

  it('sorts keys; JSON has four spaces, YAML compact lists and quotes where a reader would misread', () => {
    expect(jsonText(object).split('\n').slice(0, 3)).toEqual(['{', '    "apiVersion": "v1",', '    "kind": "K",']);
    expect(yamlText(object)).toBe(
      [
        'apiVersion: v1',
        'kind: K',
        'list:',
        '- "y": "x: y"',
        '  z: 1',
        'metadata:',
        '  creationTimestamp: "2026-01-01T00:00:00Z"',
        '  labels:',
        '    a: "1"',
        '    b: "true"',
        '  name: "n"',
        'text: |',
        '  two',
        '  lines',
        '',
      ].join('\n'),
    );
    expect(load(yamlText(object))).toEqual(object);
  });
});

describe('the object printer', () => {
  const object = (name: string) => ({ apiVersion: 'g/v1', kind: 'K', metadata: { name, managedFields: [{}] } });
  const printed = async (format: Exclude<OutputFormat, { kind: 'table' }>, showManagedFields = false) => {
    const print = await createObjectPrinter({ format, headers: true, showManagedFields });
    return print([object('a'), object('b')]) + print([object('c')]);
  };

  it('prints documents one after another, without managed fields unless asked', async () => {
    expect((await printed({ kind: 'yaml' })).split('---\n')).toHaveLength(3);
    expect(await printed({ kind: 'json' })).not.toContain('managedFields');
    expect(await printed({ kind: 'json' }, true)).toContain('managedFields');
    expect(await printed({ kind: 'name' })).toBe('k.g/a\nk.g/b\nk.g/c\n');
    expect(await printed({ kind: 'jsonpath-as-json', template: '{.metadata.name}' })).toContain('[\n    "a"\n]');
  });

  it('keeps custom columns aligned from one batch to the next', async () => {
    expect(await printed({ kind: 'custom-columns', spec: 'NAME:.metadata.name,KIND:.kind' })).toBe(
      'NAME   KIND\na      K\nb      K\nc      K\n',
    );
  });
});
