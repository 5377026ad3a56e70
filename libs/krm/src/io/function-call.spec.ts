import { KrmObject } from '../document/krm-object';
import { parseYaml } from '../document/parse-yaml';
import { printYaml } from '../document/print-yaml';
import { copyComments } from './copy-comments';
import { FunctionCall } from './function-call';
import { readResources } from './read-resources';
import { prepareAnnotations, reconcileAnnotations } from './reconcile-annotations';
import { syncOrder } from './sync-order';

const object = (text: string): KrmObject => {
  const [document] = parseYaml(text);
  if (document === undefined) throw new Error('no document');
  return new KrmObject(document);
};
const print = (krmObject: KrmObject): string => printYaml(krmObject.document);

describe('a function call', () => {
  const text =
    '# top\nkind: A\nmetadata:\n  name: a # who\n  annotations:\n    config.kubernetes.io/path: d/a.yaml\nspec:\n  x: 1 # one\n  y: 2\n';

  it('brings back comments and order that the function lost', () => {
    const call = new FunctionCall([object(text)]);
    const [seen] = readResources(call.input).items;
    expect(seen?.getAnnotation('internal.config.kubernetes.io/id')).toBe('1');
    const output = `kind: ResourceList\nitems:\n- spec:\n    z: 3\n    y: 2\n    x: 5\n  metadata:\n    annotations:\n      config.k8s.io/id: '1'\n      config.kubernetes.io/path: d/a.yaml\n    name: a\n  kind: A\n`;
    const [item] = call.finish(output).items;
    expect(item && print(item)).toBe(
      '# top\nkind: A\nmetadata:\n  name: a # who\n  annotations:\n    config.kubernetes.io/path: d/a.yaml\n' +
        "    internal.config.kubernetes.io/path: 'd/a.yaml'\nspec:\n  x: 5 # one\n  y: 2\n  z: 3\n",
    );
  });

  it('leaves the objects it is given alone', () => {
    const given = object(text);
    expect(new FunctionCall([given]).input).toContain('config.k8s.io/id');
    expect(print(given)).toBe(text);
  });

  it('gives new objects a path below the directory of the configuration, and keeps others from the function', () => {
    const functionConfig = object(
      'kind: F\nmetadata:\n  annotations:\n    config.kubernetes.io/path: d/functions/f.yaml\n',
    ).node;
    const outside = object('kind: Out\nmetadata:\n  name: o\n');
    const call = new FunctionCall([outside, object(text)], { functionConfig });
    expect(call.input).not.toContain('kind: Out');
    const { items } = call.finish('kind: ResourceList\nitems:\n- kind: New\n  metadata:\n    name: n\n');
    expect(items.map(({ kind }) => kind)).toEqual(['New', 'Out']);
    expect(items[0]?.getAnnotation('internal.config.kubernetes.io/path')).toBe('d/new_n.yaml');
  });

  it('hands over the results', () => {
    const { results } = new FunctionCall([]).finish('kind: ResourceList\nitems: []\nresults:\n- message: m\n');
    expect(results && printYaml(results)).toBe('- message: m\n');
  });
});

describe('copying comments', () => {
  const copied = (from: string, to: string): string => {
    const target = object(to);
    copyComments(object(from), target);
    return print(target);
  };

  it.each([
    ['by field', 'a: 1 # x\nb: 2\n', 'b: 2\na: 5\n', 'b: 2\na: 5 # x\n'],
    ['but not over others', 'a: 1 # x\n', 'a: 1 # own\n', 'a: 1 # own\n'],
    ['to list elements of the same text', 'a:\n- 1 # x\n- 2 # y\n', 'a:\n- 1\n- 3\n', 'a:\n- 1 # x\n- 3\n'],
    ['deep into list elements', 'a:\n- b: 1 # x\n', 'a:\n- b: 2\n', 'a:\n- b: 2 # x\n'],
    ['not where kinds differ', 'a: 1 # x\n', 'a:\n  b: 1\n', 'a:\n  b: 1\n'],
    ['and double-quotes folded text', 'a: 1\n', 'a: >\n  x\n  y\n', 'a: "x y\\n"\n'],
    ['and keeps folded text whose tag is written out', 'a: 1\n', 'a: !t >-\n  x\n  y\n', 'a: !t >-\n  x y\n'],
    ['around the document', '# top\n\na: 1\n\n# end\n', 'a: 1\n', '# top\n\na: 1\n\n# end\n'],
  ])('works %s', (_, from, to, expected) => {
    expect(copied(from, to)).toBe(expected);
  });

  it('finds moved elements of lists with known keys', () => {
    const pod = (containers: string): string => `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n${containers}`;
    const from = pod('  - image: x\n    name: a\n  - image: y # why\n    name: b\n');
    expect(copied(from, pod('  - name: b\n    image: y\n'))).toBe(pod('  - name: b\n    image: y # why\n'));
  });

  it('finds moved values of sets', () => {
    const pod = (finalizers: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  finalizers:\n${finalizers}`;
    expect(copied(pod('  - a # why\n'), pod('  - b\n  - a\n'))).toBe(pod('  - b\n  - a # why\n'));
  });
});

describe('restoring the order of fields', () => {
  it('puts new fields behind and keeps lists', () => {
    const to = object('c: 1\nnew: 1\nb:\n- y: 1\n  x: 2\n- q: 1\na: 1\n').node;
    syncOrder(object('a: 1\nb:\n- x: 1\n  y: 2\nc: 3\n').node, to);
    expect(printYaml(to)).toBe('a: 1\nb:\n- x: 2\n  y: 1\n- q: 1\nc: 1\nnew: 1\n');
  });

  it('loses nothing, duplicates included', () => {
    const to = object('b: 1\na: 1\na: 2\n').node;
    syncOrder(object('a: 1\nb: 1\n').node, to);
    expect(printYaml(to)).toBe('a: 1\na: 2\nb: 1\n');
  });
});

describe('two generations of annotations', () => {
  const at = (annotations: Record<string, string>): KrmObject => {
    const item = object('kind: A\n');
    for (const [key, value] of Object.entries(annotations)) item.setAnnotation(key, value);
    return item;
  };
  const [internal, legacy] = ['internal.config.kubernetes.io/path', 'config.kubernetes.io/path'];
  const after = (item: KrmObject, change: (item: KrmObject) => void): Record<string, string> => {
    const snapshot = prepareAnnotations([item]);
    change(item);
    reconcileAnnotations([item], snapshot);
    return Object.fromEntries(item.annotations);
  };

  it('show both to a filter and go out as they came', () => {
    const seen: Record<string, string>[] = [];
    const result = after(at({ [legacy]: 'a' }), (item) => seen.push(Object.fromEntries(item.annotations)));
    expect(seen[0]).toMatchObject({ [internal]: 'a', [legacy]: 'a' });
    expect(result).toEqual({ [legacy]: 'a' });
  });

  it.each([internal, legacy])('follow a change of %s', (changed) => {
    expect(after(at({ [internal]: 'a', [legacy]: 'a' }), (item) => item.setAnnotation(changed, 'b'))).toEqual({
      [internal]: 'b',
      [legacy]: 'b',
    });
  });

  it('may not contradict each other', () => {
    expect(() => prepareAnnotations([at({ [internal]: 'a', [legacy]: 'b' })])).toThrow(
      /mismatched legacy and internal path/,
    );
    const both = at({ [internal]: 'a', [legacy]: 'a' });
    expect(() =>
      after(both, (item) => {
        item.setAnnotation(internal, 'b');
        item.setAnnotation(legacy, 'c');
      }),
    ).toThrow(/mismatched legacy and internal path/);
  });

  it('may not be mixed among objects', () => {
    const items = [at({ [internal]: 'a' }), at({ [legacy]: 'b' })];
    const snapshot = prepareAnnotations(items);
    expect(() => reconcileAnnotations(items, snapshot)).toThrow(/not consistent/);
  });
});
