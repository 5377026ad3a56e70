import { parseYaml, printYaml, YamlDocument, type YamlNode } from '@porch/krm';
import { replaceImage } from './image-name';
import { replaceImagesAt } from './image-tag-filter';
import { setEntries } from './entries-filter';
import { applyFieldSpec } from './field-spec';
import { applyJsonPatch } from './json-patch';
import { setNamespaces } from './namespace-filter';
import { setEntry, setScalar } from './scalar-setting';
import { addValue } from './value-add-filter';

const objectOf = (text: string): YamlNode => parseYaml(text)[0]?.root as YamlNode;
const textOf = (object: YamlNode): string => printYaml(new YamlDocument(object));

describe('applyFieldSpec', () => {
  const set = (text: string, path: string, create = false) => {
    const object = objectOf(text);
    applyFieldSpec(object, { path, create }, { set: (node) => setScalar(node, 'v'), createKind: 'scalar' });
    return textOf(object);
  };

  it('sets a null at the end of the path, whether or not fields may be made', () => {
    expect(set('a:\n  b: null\n', 'a/b')).toBe('a:\n  b: v\n');
    expect(set('a:\n  b: null\n', 'a/b', true)).toBe('a:\n  b: v\n');
  });

  it('takes a null on the way as missing, and as an empty list where the path says so', () => {
    expect(set('a: null\n', 'a/b')).toBe('a: null\n');
    expect(set('a: null\n', 'a/b', true)).toBe('a:\n  b: v\n');
    expect(set('a: null\n', 'a[]/b')).toBe('a: []\n');
  });

  it('leaves a null alone that is to get an entry', () => {
    const object = objectOf('a: null\n');
    applyFieldSpec(object, { path: 'a' }, { set: (node) => setEntry(node, 'k', 'v') });
    expect(textOf(object)).toBe('a: null\n');
  });
});

describe('setEntries', () => {
  it('gives entries that it makes the style of those that are there', () => {
    const object = objectOf("kind: Foo\nspec: {}\nmetadata:\n  labels:\n    a: 'x'\n");
    const fieldSpecs = [{ path: 'spec/labels', create: true }, { path: 'metadata/labels' }];
    setEntries([object], { entries: new Map([['a', 'y']]), fieldSpecs });
    expect(textOf(object)).toBe("kind: Foo\nspec: {labels: {a: 'y'}}\nmetadata:\n  labels:\n    a: 'y'\n");
  });

  it('quotes what it makes where YAML 1.1 would take it for something else', () => {
    const object = objectOf('kind: Foo\nmetadata: {}\n');
    setEntries([object], { entries: new Map([['a', 'yes']]), fieldSpecs: [{ path: 'metadata/labels', create: true }] });
    expect(textOf(object)).toBe('kind: Foo\nmetadata: {labels: {a: "yes"}}\n');
  });
});

describe('replaceImagesAt', () => {
  const image = { name: 'nginx', newTag: '2' };

  it('makes no field', () => {
    const object = objectOf('kind: Foo\nspec: {}\n');
    replaceImagesAt([object], image, [{ path: 'spec/image', create: true }]);
    expect(textOf(object)).toBe('kind: Foo\nspec: {}\n');
  });

  it('refuses a field that is no text', () => {
    const object = objectOf('kind: Foo\nspec:\n  image: nginx\n');
    expect(() => replaceImagesAt([object], image, [{ path: 'spec' }])).toThrow(
      'expected ScalarNode but got MappingNode',
    );
  });

  it.each([
    [{ name: 'a', tagSuffix: '-x' }, 'a:1-x'],
    [{ name: 'a', tagSuffix: '-x', newTag: '2' }, 'a:2'],
    [{ name: 'a', tagSuffix: '-x', digest: 'sha256:1' }, 'a@sha256:1'],
  ])('puts a suffix only to a tag that stays: %j', (replacement, expected) => {
    expect(replaceImage('a:1', replacement)).toBe(expected);
  });
});

describe('setNamespaces', () => {
  const binding =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: a\n  namespace: old\n';

  it('leaves namespaces alone that are set, if told so', () => {
    const object = objectOf(`${binding}subjects:\n- name: default\n  namespace: there\n- name: default\n`);
    setNamespaces([object], { namespace: 'new', unsetOnly: true });
    expect(textOf(object)).toBe(
      `${binding}subjects:\n- name: default\n  namespace: there\n- name: default\n  namespace: new\n`,
    );
  });

  it('takes a name for a namespace only in the core group', () => {
    const fieldSpecs = [{ path: 'metadata/name', kind: 'Namespace', create: true }];
    const core = objectOf('apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n');
    const other = objectOf('apiVersion: b.c/v1\nkind: Namespace\nmetadata:\n  name: a\n');
    setNamespaces([core, other], { namespace: 'new', fieldSpecs });
    expect(textOf(core)).toContain('  name: new\n');
    expect(textOf(other)).toContain('  name: a\n  namespace: new\n');
  });

  it('says which subjects there are to choose from', () => {
    const subjects = 'some' as 'none';
    expect(() => setNamespaces([objectOf(binding)], { namespace: 'new', subjects })).toThrow(
      'invalid value "some" for setRoleBindingSubjects: must be one of "defaultOnly", "none" or "allServiceAccounts"',
    );
  });
});

describe('applyJsonPatch', () => {
  it('adds a null as a value, not as a removal', () => {
    const object = objectOf('a: 1\nb: [1]\n');
    applyJsonPatch([object], '- {op: replace, path: /a, value: null}\n- {op: add, path: /b/-, value: null}\n');
    expect(textOf(object)).toBe('b: [1, null]\na: null\n');
  });
});

describe('addValue', () => {
  const added = (present: string, filePathPosition: number) => {
    const object = objectOf(`a: ${present}\n`);
    addValue([object], { value: 'NEW', fieldPath: 'a', filePathPosition });
    return textOf(object);
  };

  it.each([
    ['""', 1, '"NEW"'],
    ['/', 1, '/NEW'],
    ['x', 1, 'NEW/x'],
    ['/x', 1, '/NEW/x'],
    ['/x/y', 2, '/x/NEW/y'],
    ['x/y', 9, 'x/y/NEW'],
    ['x', 0, 'NEW'],
  ])('puts a value into %s at position %d', (present, position, expected) => {
    expect(added(present, position)).toBe(`a: ${expected}\n`);
  });

  it('finds fields with a slash in their name and refuses what is no text', () => {
    const object = objectOf('a/b: x\nc: {}\n');
    addValue([object], { value: 'y', fieldPath: 'a\\/b' });
    expect(textOf(object)).toBe('a/b: y\nc: {}\n');
    expect(() => addValue([object], { value: 'y', fieldPath: 'c' })).toThrow('expected ScalarNode but got MappingNode');
  });
});
