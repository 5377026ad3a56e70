import { messagesOf, runFunction } from '../testing';
import { applyReplacements } from './apply-replacements';

const source = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: source\ndata:\n  host: example.com\n  url: a/b/c\n';

function config(replacement: string): string {
  const indented = replacement.replace(/^/gm, '  ').replace(/^ {2}/, '- ');
  return `apiVersion: fn.kpt.dev/v1alpha1\nkind: ApplyReplacements\nmetadata: {name: r}\nreplacements:\n${indented}\n`;
}

/** A replacement from a field of the source into a field of `target`. */
function copy(from: string, to: string, options = '{}', fromOptions = '{}'): string {
  return config(
    `source: {kind: ConfigMap, name: source, fieldPath: ${from}, options: ${fromOptions}}\ntargets:\n- select: {name: target}\n  fieldPaths: ['${to}']\n  options: ${options}`,
  );
}

function target(data: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: target\ndata:\n${data}`;
}

async function replace(replacement: string, data: string): Promise<string> {
  const run = await runFunction(applyReplacements, `${target(data)}---\n${source}`, replacement);
  expect(messagesOf(run)).toEqual([]);
  const documents = run.items.split('---\n');
  return documents.find((document) => document.includes('name: target'))?.split('\ndata:\n')[1] ?? '';
}

describe('apply-replacements', () => {
  it('copies a value, and leaves the style and the comment of its target', async () => {
    expect(await replace(copy('data.host', 'data.h'), '  h: "old" # mine\n')).toBe('  h: "example.com" # mine\n');
  });

  it.each([
    ['part of the source', copy('data.url', 'data.h', '{}', '{delimiter: /, index: 1}'), '  h: b\n'],
    ['part of the target', copy('data.host', 'data.h', '{delimiter: "-", index: 1}'), '  h: x-example.com-z\n'],
    ['the start of the target', copy('data.host', 'data.h', '{delimiter: "-", index: -1}'), '  h: example.com-x-y-z\n'],
    ['the end of the target', copy('data.host', 'data.h', '{delimiter: "-", index: 9}'), '  h: x-y-z-example.com\n'],
    ['a new field', copy('data.host', 'data.[a.b/c]', '{create: true}'), '  h: x-y-z\n  a.b/c: example.com\n'],
  ])('replaces %s', async (_, replacement, expected) => {
    expect(await replace(replacement, '  h: x-y-z\n')).toBe(expected);
  });

  it('replaces fields of documents within texts', async () => {
    const json = copy('data.host', 'data.json.b.0');
    expect(await replace(json, `  json: '{"b": ["x"], "a": 1}'\n`)).toBe(`  json: '{"a":1,"b":["example.com"]}'\n`);
    const yaml = copy('data.host', 'data.yaml.servers.*.host');
    expect(await replace(yaml, '  yaml: |\n    # all\n    servers:\n    - host: x\n    - host: y\n')).toBe(
      '  yaml: |-\n    # all\n    servers:\n    - host: example.com\n    - host: example.com\n',
    );
    const lines = copy('data.host', 'data.json.a');
    expect(await replace(lines, '  json: |\n    {\n        "b": "<x>",\n        "a": ""\n    }\n')).toBe(
      '  json: |-\n    {\n      "a": "example.com",\n      "b": "\\u003cx\\u003e"\n    }\n',
    );
    const flow = copy('data.host', 'data.yaml.a');
    expect(await replace(flow, "  yaml: '{a: x, b: [c]}'\n")).toBe(`  yaml: '{"a":"example.com","b":["c"]}'\n`);
  });

  it.each([
    ['data.list.0', 'a'],
    ['data.list.-', '{name: c, v: 3}'],
    ['data.list.[name=b].v', '2'],
    ['data.list.[=a]', 'a'],
  ])('finds the source at %s', async (path, expected) => {
    const list = '  list:\n  - a\n  - {name: b, v: 2}\n  - {name: c, v: 3}\n';
    const replacement = config(
      `source: {name: target, fieldPath: '${path}'}\ntargets:\n- select: {name: target}\n  fieldPaths: [data.new]\n  options: {create: true}`,
    );
    expect(await replace(replacement, list)).toContain(`  new: ${expected}\n`);
  });

  it.each([
    ['data.list.*', 'error looking up replacement source: wildcard is not supported in PathGetter'],
    ['data.none', 'fieldPath `data.none` is missing for replacement source ConfigMap.[noVer].[noGrp]/target.[noNs]'],
    ['data.empty', 'fieldPath `data.empty` is missing for replacement source ConfigMap.[noVer].[noGrp]/target.[noNs]'],
  ])('refuses %s as a source', async (path, message) => {
    const replacement = config(
      `source: {kind: ConfigMap, name: target, fieldPath: '${path}'}\ntargets:\n- select: {name: target}\n  fieldPaths: [data.list]`,
    );
    const run = await runFunction(applyReplacements, target('  list: [a]\n  empty: {}\n'), replacement);
    expect(messagesOf(run)).toEqual([message]);
  });

  it('rejects by what a reject says of identity, by what it says of labels, and nothing by an empty one', async () => {
    const pod = (name: string, app: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: {app: ${app}}}\nspec: {h: old}\n`;
    const items = [pod('a', 'x'), pod('b', 'x'), pod('c', 'y')].join('---\n');
    const changed = async (reject: string) => {
      const replacement = config(
        `sourceValue: new\ntargets:\n- select: {kind: Pod}\n  reject: [${reject}]\n  fieldPaths: [spec.h]`,
      );
      const { items: text } = await runFunction(applyReplacements, items, replacement);
      return ['a', 'b', 'c'].filter((name) => new RegExp(`name: ${name},[^]*?h: (\\w+)`).exec(text)?.[1] === 'new');
    };
    expect(await changed('{}')).toEqual(['a', 'b', 'c']);
    expect(await changed('{name: a}')).toEqual(['b', 'c']);
    expect(await changed('{name: a, labelSelector: app=y}')).toEqual(['b']);
  });

  it('selects by regular expressions of the whole, and rejects by labels', async () => {
    const items = ['a1', 'a2', 'xa1']
      .map(
        (name, index) =>
          `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, labels: {n: "${index}"}}\nspec: {h: old}\n`,
      )
      .join('---\n');
    const replacement = config(
      "sourceValue: new\ntargets:\n- select: {kind: P.d, name: 'a\\d'}\n  reject: [{labelSelector: n=1}]\n  fieldPaths: [spec.h]",
    );
    const run = await runFunction(applyReplacements, items, replacement);
    expect(run.items.match(/name: \w+|h: \w+/g)).toEqual([
      'name: a1',
      'h: new',
      'name: a2',
      'h: old',
      'name: xa1',
      'h: old',
    ]);
  });

  it('finds a resource by the name that it had before', async () => {
    const renamed = source.replace(
      '  name: source\n',
      '  name: p-source\n  annotations:\n    internal.config.kubernetes.io/previousNames: source\n',
    );
    const run = await runFunction(
      applyReplacements,
      `${renamed}---\n${target('  h: x\n')}`,
      copy('data.host', 'data.h'),
    );
    expect(run.items).toContain('h: example.com');
  });

  it.each([
    [
      copy('data.nope', 'data.h'),
      'fieldPath `data.nope` is missing for replacement source ConfigMap.[noVer].[noGrp]/source.[noNs]',
    ],
    [copy('data.host', 'data.nope'), 'unable to find field "data.nope" in replacement target'],
    [copy('data.url', 'data.h', '{}', '{delimiter: /, index: 5}'), 'options.index 5 is out of bounds for value a/b/c'],
    [copy('data', 'data.h', '{}', '{delimiter: /}'), 'delimiter option can only be used with scalar nodes'],
    [config('source: {kind: Secret}\ntargets: []'), 'nothing selected by Secret.[noVer].[noGrp]/[noName].[noNs]'],
    [
      config('source: {name: x, fieldPath: data.a, options: {delimiter: ":", index: 1}}\ntargets: []'),
      'nothing selected by [noKind].[noVer].[noGrp]/x.[noNs]:data.a::(1), create=false',
    ],
    [
      config('source: {kind: ConfigMap}\ntargets: []'),
      'multiple matches for selector ConfigMap.[noVer].[noGrp]/[noName].[noNs]',
    ],
    [config('targets: []'), 'replacements must specify a source and at least one target'],
    [config('sourceValue: x\ntargets: [{fieldPaths: [a]}]'), 'target must specify resources to select'],
    ['', 'functionConfig must be fn.kpt.dev/v1alpha1 ApplyReplacements, but is nothing'],
  ])('refuses %j', async (replacement, message) => {
    const run = await runFunction(applyReplacements, `${target('  h: x\n')}---\n${source}`, replacement);
    expect(run.exitCode).toBe(1);
    expect(messagesOf(run)).toEqual([message]);
  });
});
