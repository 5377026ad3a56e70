import { parseYaml } from '../document/parse-yaml';
import { printYaml } from '../document/print-yaml';
import { YamlNode } from '../document/yaml-node';
import { KrmObject } from '../document/krm-object';
import { formatResource } from './format-resource';
import { matchPath, type CreateKind } from './path-matcher';
import { smartSplitPath, splitFieldPath } from './path-splitter';

const root = (text: string): YamlNode => {
  const node = parseYaml(text)[0]?.root;
  if (node === undefined) throw new Error('no root');
  return node;
};

describe('matching a path', () => {
  const text = 'a:\n- name: x\n  v: 1\n- name: y\n  v: 2\nb: [p, q]\nc: |\n  {"d": [1, {"e": "f"}]}\n';

  it.each([
    ['b', '- [p, q]\n'],
    ['b/1', '- q\n'],
    ['b/*', '- p\n- q\n'],
    ['b/[=p]', '- p\n'],
    ['a/[name=y]/v', '- 2\n'],
    ['a/[name=.*]/v', '- 1\n- 2\n'],
    ['a/*/v', '- 1\n- 2\n'],
    ['c/d/1/e', '- "f"\n'],
    ['a/[name=z]/v', '[]\n'],
    ['n/o', '[]\n'],
  ])('%s', (path, expected) => {
    expect(printYaml(YamlNode.sequence(matchPath(root(text), path.split('/'))))).toBe(expected);
  });

  it.each<[string, CreateKind, string]>([
    ['n/o', 'mapping', 'n:\n  o: {}\n'],
    ['n/[name=z]/l', 'sequence', 'n:\n- name: z\n  l: []\n'],
    ['n/0', 'scalar', 'n:\n- \n'],
  ])('creates %s as %s', (path, create, expected) => {
    const node = YamlNode.mapping();
    matchPath(node, path.split('/'), { create });
    expect(printYaml(node).replace(/- \n/, '- \n').replace(/-\n/, '- \n')).toBe(expected);
  });

  it('refuses an index behind the end, and a field of a list', () => {
    expect(() => matchPath(root(text), ['b', '5'])).toThrow('index 5 specified but only 2 elements found');
    expect(() => matchPath(root(text), ['b', 'x'])).toThrow(/expected MappingNode but got SequenceNode/);
  });
});

describe('splitting a path', () => {
  it.each([
    ['', ['']],
    ['a/b', ['a', 'b']],
    ['/a/b', ['a', 'b']],
    ['a\\/b/c', ['a/b', 'c']],
    ['a/b[]/c', ['a', 'b[]', 'c']],
  ])('at slashes: %j', (path, parts) => {
    expect(splitFieldPath(path)).toEqual(parts);
  });

  it.each([
    ['a.[b=c.d].e', ['a', '[b=c.d]', 'e']],
    ['a\\.b.c', ['a.b', 'c']],
    ['a.[b=c.d', ['a', '[b=c.d']],
    ['.a.b', ['a', 'b']],
    ['a.[b.c/d].e', ['a', 'b.c/d', 'e']],
  ])('at dots outside of brackets: %j', (path, parts) => {
    expect(smartSplitPath(path)).toEqual(parts);
  });
});

describe('formatting', () => {
  const formatted = (text: string, quoteStrings = false): string => {
    const object = new KrmObject(root(text));
    formatResource(object, { quoteStrings });
    return printYaml(object.node);
  };
  const text =
    'spec:\n  zone: 1\n  replicas: 2\n  beta: 3\nkind: A\napiVersion: v1\nmetadata:\n  labels:\n    b: on\n  name: n\n';

  it('orders fields as customary, the rest by name', () => {
    expect(formatted(text)).toBe(
      'apiVersion: v1\nkind: A\nmetadata:\n  name: n\n  labels:\n    b: on\nspec:\n  replicas: 2\n  beta: 3\n  zone: 1\n',
    );
  });

  it('quotes what must be a string on request', () => {
    expect(formatted(text, true)).toContain('b: "on"');
    expect(formatted(text, true)).toContain('replicas: 2');
  });

  it('leaves nulls as they are', () => {
    const nulls = 'apiVersion: v1\nkind: A\nmetadata:\n  labels:\n    a: ~\n    b: null\n    c:\n';
    expect(formatted(nulls, true)).toBe(nulls);
  });

  it('heeds the annotation', () => {
    const annotated = (value: string): string =>
      `kind: A\napiVersion: v1\nmetadata:\n  annotations:\n    config.kubernetes.io/formatting: ${value}\n`;
    expect(formatted(annotated('none'))).toBe(annotated('none'));
    expect(() => formatted(annotated('odd'))).toThrow(/illegal value odd/);
  });
});
