import * as fc from 'fast-check';
import { addMergeComments } from './add-merge-comments';
import type { FieldDecision } from '../merge/field-decision';
import type { MergeDecision } from './merge-decision';
import { mergePackages, type MergePackagesInput, UPDATE_STRATEGIES } from './merge-packages';
import { bytesOf, type PackageTree, textOf } from './package-files';

type Texts = Record<string, string>;

const tree = (texts: Texts): PackageTree => new Map(Object.entries(texts).map(([path, text]) => [path, bytesOf(text)]));
const texts = (files: PackageTree): Texts =>
  Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, content]) => [path, textOf(content)]));

const kptfile = (name: string, rest = '') =>
  `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: ${name}\n${rest}`;
const upstream = (ref: string) => `upstream:\n  type: git\n  git:\n    repo: r\n    directory: /\n    ref: ${ref}\n`;
const config = (name: string, data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  ${data}\n`;

interface Versions {
  original: Texts;
  updated: Texts;
  local: Texts;
}

function merge({ original, updated, local }: Versions, options: Partial<MergePackagesInput> = {}) {
  const base = { original: tree(original), updated: tree(updated), local: tree(local) };
  const { files, decisions } = mergePackages({ ...base, ...options });
  return { files: texts(files), decisions };
}

const outcomes = (decisions: readonly MergeDecision[]) =>
  Object.fromEntries(decisions.map(({ path, outcome, change }) => [path, `${outcome} ${change}`]));

describe('resource-merge', () => {
  const K = { Kptfile: kptfile('pkg') };

  it('leaves no empty annotations where upstream removed them all', () => {
    const annotated = config('c', 'a: 1').replace('  name: c\n', '  name: c\n  annotations:\n    k: v\n');
    const plain = { ...K, 'c.yaml': config('c', 'a: 1') };
    const { files } = merge({
      original: { ...K, 'c.yaml': annotated },
      updated: plain,
      local: { ...K, 'c.yaml': annotated },
    });
    expect(files).toEqual(plain);
  });

  it('takes merge keys that only the clone has for nobody’s change when upstream is to be stamped', () => {
    const upstreamFiles = { ...K, 'gone.yaml': config('gone', 'a: 1') };
    const local = texts(addMergeComments(tree(upstreamFiles), { kptfiles: true }));
    const versions = { original: upstreamFiles, updated: K, local };
    expect(Object.keys(merge(versions).files)).toContain('gone.yaml');
    const { files, decisions } = merge(versions, { stampUpstream: true });
    expect(Object.keys(files)).toEqual(['Kptfile']);
    expect(outcomes(decisions)).toEqual({ 'gone.yaml': 'upstream removed' });
  });

  it('decides about each resource by who added, changed or removed it', () => {
    const { files, decisions } = merge({
      original: {
        ...K,
        'both.yaml': config('both', 'a: 1'),
        'gone.yaml': config('gone', 'a: 1'),
        'kept.yaml': config('kept', 'a: 1'),
        'here.yaml': config('here', 'a: 1'),
      },
      updated: {
        ...K,
        'both.yaml': config('both', 'a: 2'),
        'here.yaml': config('here', 'a: 2'),
        'new.yaml': config('new', 'a: 1'),
      },
      local: {
        ...K,
        'both.yaml': config('both', 'a: 1\n  mine: x'),
        'gone.yaml': config('gone', 'a: 1'),
        'kept.yaml': config('kept', 'a: mine'),
        'own.yaml': config('own', 'a: 1'),
      },
    });
    expect(files).toEqual({
      ...K,
      'both.yaml': config('both', 'a: 2\n  mine: x'),
      'kept.yaml': config('kept', 'a: mine'),
      'new.yaml': config('new', 'a: 1'),
      'own.yaml': config('own', 'a: 1'),
    });
    expect(outcomes(decisions)).toEqual({
      'both.yaml': 'merged changed',
      'gone.yaml': 'upstream removed',
      'here.yaml': 'conflict-local kept',
      'kept.yaml': 'conflict-local kept',
      'new.yaml': 'upstream added',
      'own.yaml': 'local kept',
    });
  });

  it('tells which fields were decided and how', () => {
    const { decisions } = merge({
      original: { ...K, 'c.yaml': config('c', 'a: 1') },
      updated: { ...K, 'c.yaml': config('c', 'a: 2') },
      local: { ...K, 'c.yaml': config('c', 'a: 3') },
    });
    expect(decisions).toEqual([
      {
        path: 'c.yaml',
        outcome: 'conflict-upstream',
        change: 'changed',
        resources: [
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            namespace: '',
            name: 'c',
            outcome: 'conflict-upstream',
            fields: [
              { path: ['data', 'a'], outcome: 'conflict-upstream', original: 1, updated: 2, local: 3, result: 2 },
            ],
          },
        ],
      },
    ]);
  });

  it('recognises a renamed resource by its merge comment, and a new API version', () => {
    const renamed = (name: string, version: string, data: string) =>
      `apiVersion: e.com/${version}\nkind: Foo\nmetadata: # kpt-merge: /old\n  name: ${name}\ndata: ${data}\n`;
    const { files } = merge({
      original: { ...K, 'f.yaml': renamed('old', 'v1', '1') },
      updated: { ...K, 'f.yaml': renamed('old', 'v2', '2') },
      local: { ...K, 'f.yaml': renamed('mine', 'v1', '1') },
    });
    expect(files['f.yaml']).toBe(renamed('mine', 'v2', '2'));
  });

  it('refuses a package that has a resource twice', () => {
    const twice = { ...K, 'c.yaml': `${config('c', 'a: 1')}---\n${config('c', 'a: 2')}` };
    expect(() => merge({ original: K, updated: K, local: twice })).toThrow(
      'found duplicate "dest" resources in file "c.yaml", please refer to "update" documentation for the fix',
    );
  });

  it('merges lists by the schema of a CRD that comes with the package', () => {
    const crd =
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: shops.e.com\nspec:\n' +
      '  group: e.com\n  names: {kind: Shop}\n  versions:\n  - name: v1\n    schema:\n      openAPIV3Schema:\n' +
      '        properties:\n          items:\n            type: array\n            x-kubernetes-patch-strategy: merge\n' +
      '            x-kubernetes-patch-merge-key: sku\n';
    const shop = (...skus: string[]) =>
      `apiVersion: e.com/v1\nkind: Shop\nmetadata:\n  name: s\nitems:\n${skus.map((sku) => `- sku: ${sku}\n`).join('')}`;
    const { files } = merge({
      original: { ...K, 's.yaml': shop('a') },
      updated: { ...K, 'crd.yaml': crd, 's.yaml': shop('a', 'new') },
      local: { ...K, 's.yaml': shop('a', 'mine') },
    });
    expect(files['s.yaml']).toBe(shop('a', 'mine', 'new'));
  });

  it('keeps the text of resources that come out as they were, and prints the others like kyaml', () => {
    const odd = 'apiVersion:   v1\nkind: ConfigMap\nmetadata:\n    name: odd # here\ndata: {a:   1}\n';
    const versions = {
      original: { ...K, 'c.yaml': `${config('c', 'a: 1')}---\n${odd}` },
      updated: { ...K, 'c.yaml': `${config('c', 'a: 2')}---\n${odd}` },
      local: { ...K, 'c.yaml': `${config('c', 'a: 1\n  b:   1')}---\n${odd}` },
    };
    expect(merge(versions).files['c.yaml']).toBe(`${config('c', 'a: 2\n  b: 1')}---\n${odd}`);
    expect(merge(versions, { formatting: 'kpt' }).files['c.yaml']).toContain('data: {a: 1}\n');
  });

  it('takes upstream’s version of other files unless they were changed here', () => {
    const binary = '\u0000\u0001';
    const { files } = merge({
      original: { ...K, 'a.txt': '1', 'b.txt': '1', 'c.txt': '1', 'd.bin': binary },
      updated: { ...K, 'a.txt': '2', 'b.txt': '2', 'd.bin': binary, 'dir/new.txt': '1' },
      local: { ...K, 'a.txt': '1', 'b.txt': 'mine', 'c.txt': '1', 'd.bin': binary, 'own.txt': '1' },
    });
    expect(files).toEqual({ ...K, 'a.txt': '2', 'b.txt': 'mine', 'd.bin': binary, 'dir/new.txt': '1', 'own.txt': '1' });
  });

  it('adds, removes and keeps subpackages like files, and leaves those with an upstream alone', () => {
    const sub = (name: string, data: string) => ({
      [`${name}/Kptfile`]: kptfile(name),
      [`${name}/c.yaml`]: config(name, data),
    });
    const remote = (data: string) => ({ 'r/Kptfile': kptfile('r', upstream('v1')), 'r/c.yaml': config('r', data) });
    const { files } = merge({
      original: {
        ...K,
        ...sub('removed', 'a: 1'),
        ...sub('changed', 'a: 1'),
        ...sub('deleted', 'a: 1'),
        ...remote('a: 1'),
      },
      updated: { ...K, ...sub('added', 'a: 1'), ...sub('deleted', 'a: 1'), ...remote('a: 2') },
      local: {
        ...K,
        ...sub('removed', 'a: 1'),
        ...sub('changed', 'a: mine'),
        ...sub('own', 'a: 1'),
        ...remote('a: 1'),
      },
    });
    expect(files).toEqual({
      ...K,
      ...sub('added', 'a: 1'),
      ...sub('changed', 'a: mine'),
      ...sub('own', 'a: 1'),
      ...remote('a: 1'),
    });
  });

  it('refuses a subpackage that was added on both sides', () => {
    const both = { ...K, 'sub/Kptfile': kptfile('sub') };
    expect(() => merge({ original: K, updated: both, local: both })).toThrow(
      'subpackage "sub" added in both upstream and local',
    );
  });

  it('leaves a package that is no root and was moved to another upstream', () => {
    const versions = {
      original: { Kptfile: kptfile('pkg', upstream('v1')), 'c.yaml': config('c', 'a: 1') },
      updated: { Kptfile: kptfile('pkg', upstream('v2')), 'c.yaml': config('c', 'a: 2') },
      local: { Kptfile: kptfile('pkg', upstream('mine')), 'c.yaml': config('c', 'a: 1') },
    };
    expect(merge(versions, { isRoot: false }).files).toEqual(versions.local);
    const followed = { ...versions, local: { ...versions.local, Kptfile: versions.original.Kptfile } };
    expect(merge(followed, { isRoot: false }).files).toEqual(versions.updated);
  });

  it('names file, line and column of what it cannot read', () => {
    const broken = { ...K, 'c.yaml': 'a: 1\nb: [\n' };
    expect(() => merge({ original: K, updated: broken, local: K })).toThrow(/updated package: .*c\.yaml.*line \d+/);
  });
});

describe('the other strategies', () => {
  const K = { Kptfile: kptfile('up') };
  const local = { Kptfile: kptfile('mine', upstream('v1')) };

  it('replace everything but local subpackages with an upstream, and merge the Kptfile', () => {
    const remote = { 'r/Kptfile': kptfile('r', upstream('v1')), 'r/x.txt': 'r' };
    const { files } = merge(
      {
        original: { ...K, 'a.txt': '1' },
        updated: { Kptfile: kptfile('up', 'info:\n  description: d\n'), 'a.txt': '2', 'sub/Kptfile': kptfile('sub') },
        local: { ...local, 'a.txt': 'mine', 'own.txt': '1', 'old/Kptfile': kptfile('old'), 'old/x.txt': '', ...remote },
      },
      { strategy: 'force-delete-replace' },
    );
    expect(files).toEqual({
      Kptfile: kptfile('mine', `${upstream('v1')}info:\n  description: d\n`),
      'a.txt': '2',
      'sub/Kptfile': kptfile('sub'),
      ...remote,
    });
  });

  it('copy upstream over the package and keep what only it has', () => {
    const { files, decisions } = merge(
      {
        original: { ...K, 'a.txt': '1', 'gone.txt': '1' },
        updated: { ...K, 'a.txt': '2', 'sub/Kptfile': kptfile('theirs') },
        local: { ...local, 'a.txt': 'mine', 'gone.txt': 'mine', 'own.txt': '1', 'sub/Kptfile': kptfile('mine') },
      },
      { strategy: 'copy-merge' },
    );
    expect(files).toEqual({ ...local, 'a.txt': '2', 'own.txt': '1', 'sub/Kptfile': kptfile('theirs') });
    expect(outcomes(decisions)).toMatchObject({
      'a.txt': 'conflict-upstream changed',
      'gone.txt': 'conflict-upstream removed',
      'own.txt': 'local kept',
    });
  });

  describe('fast-forward', () => {
    const strategy = 'fast-forward';
    const rendered = 'status:\n  conditions:\n    - type: Rendered\n      status: "True"\n';

    it('replaces a package that nobody changed and drops its render status', () => {
      const { files } = merge(
        {
          original: { ...K, 'c.yaml': config('c', 'a: 1') },
          updated: { ...K, 'c.yaml': config('c', 'a: 2') },
          local: {
            Kptfile: kptfile('mine', upstream('v1') + rendered),
            'c.yaml': `${config('c', 'a: 1').replace('data', 'data')}`,
          },
        },
        { strategy },
      );
      expect(files).toEqual({ ...local, 'c.yaml': config('c', 'a: 2') });
    });

    it('names what was changed', () => {
      const original = { ...K, 'a.txt': '1', 'c.yaml': config('c', 'a: 1'), 'sub/Kptfile': kptfile('sub') };
      const changed = { ...local, 'a.txt': 'mine', 'c.yaml': config('c', 'a: 1') };
      expect(() => merge({ original, updated: K, local: changed }, { strategy })).toThrow(
        'local package files have been modified: [a.txt sub (Package)].\n  use a different update --strategy.',
      );
    });

    it('takes a Kptfile that kpt made itself for unchanged', () => {
      const versions = { original: { 'a.txt': '1' }, updated: { 'a.txt': '2' }, local: { ...local, 'a.txt': '1' } };
      expect(merge(versions, { strategy, directoryName: 'mine' }).files).toEqual({ ...local, 'a.txt': '2' });
      const described = { ...versions, local: { ...versions.local, Kptfile: kptfile('mine', 'info:\n  site: s\n') } };
      expect(() => merge(described, { strategy })).toThrow('[Kptfile]');
    });
  });
});

describe('mergePackages with any packages', () => {
  const K = { Kptfile: kptfile('pkg') };
  const resource = fc
    .dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2', 'x'), { minKeys: 1, maxKeys: 3 })
    .map((data) =>
      config(
        'c',
        Object.entries(data)
          .map(([key, value]) => `${key}: ${value}`)
          .join('\n  '),
      ),
    );
  const files = fc.record(
    {
      'c.yaml': resource,
      'sub/Kptfile': fc.constant(kptfile('sub')),
      'sub/c.yaml': resource,
      'a.txt': fc.constantFrom('1', '2'),
      'dir/b.bin': fc.constantFrom('\u0000', '\u0001'),
    },
    { requiredKeys: ['sub/Kptfile'], noNullPrototype: true },
  );
  const info = fc.constantFrom('', 'info:\n  description: d\n', 'info:\n  description: e # why\n  site: s\n');
  const step = fc.constantFrom('set-labels:v0.1', 'set-labels:v0.2', 'set-namespace:v0.4', 'starlark:v0.5');
  const pipeline = fc
    .uniqueArray(step, { maxLength: 3, selector: (image) => image.split(':')[0] })
    .map((steps) =>
      steps.length === 0 ? '' : `pipeline:\n  mutators:\n${steps.map((image) => `    - image: ${image}\n`).join('')}`,
    );
  const packageTexts = fc
    .tuple(files, info, pipeline)
    .map(([rest, about, steps]): Texts => ({ Kptfile: kptfile('pkg', about + steps), ...rest }));
  const strategy = fc.constantFrom(...UPDATE_STRATEGIES);

  it('does nothing where upstream is as it was', () => {
    fc.assert(
      fc.property(packageTexts, packageTexts, (before, changed) => {
        // As in kpt, sections that only the local Kptfile lost come back empty, and a deleted file that is no resource
        // comes back with every merge.
        const original = { ...before, ...K };
        const others = Object.entries(original).filter(([path]) => !path.endsWith('.yaml'));
        const local = { ...Object.fromEntries(others), ...changed, ...K };
        expect(merge({ original, updated: original, local }).files).toEqual(texts(tree(local)));
      }),
    );
  });

  it('gives upstream’s files where the package is as it was, with every strategy', () => {
    fc.assert(
      fc.property(packageTexts, packageTexts, strategy, (original, updated, chosen) => {
        const { files: result } = merge({ original, updated, local: original }, { strategy: chosen });
        expect(Object.keys(result)).toEqual(Object.keys(texts(tree(updated))));
        expect(result['a.txt']).toBe(updated['a.txt']);
      }),
    );
  });

  it('explains exactly what it changed, with every strategy, and leaves its inputs alone', () => {
    fc.assert(
      fc.property(packageTexts, packageTexts, packageTexts, strategy, (original, updated, local, chosen) => {
        const input = { original: tree(original), updated: tree(updated), local: tree(local) };
        const merged = resultOf(() => mergePackages({ ...input, strategy: chosen }));
        expect([texts(input.original), texts(input.updated), texts(input.local)]).toEqual(
          [original, updated, local].map((each) => texts(tree(each))),
        );
        if (!merged) return;
        const result = texts(merged.files);
        const decided = new Map(merged.decisions.map((decision) => [decision.path, decision]));
        expect(decided.size).toBe(merged.decisions.length);
        for (const path of new Set([original, updated, local, result].flatMap((each) => Object.keys(each)))) {
          const change = changeBetween(local[path], result[path]);
          expect([path, decided.get(path)?.change ?? 'kept']).toEqual([path, change]);
        }
        for (const { path, outcome, change, resources } of merged.decisions) {
          expect(new Set([original[path], updated[path], local[path], result[path]]).size).toBeGreaterThan(1);
          if (resources.length === 0 && outcome === 'upstream') expect(result[path]).toBe(updated[path]);
          if (resources.length === 0 && outcome === 'local') expect(change).toBe('kept');
          for (const { fields } of resources) fields.forEach(expectTrueOutcome);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('says of a field what it is in all three packages and in the result', () => {
    fc.assert(
      fc.property(packageTexts, packageTexts, packageTexts, (original, updated, local) => {
        const { files: result, decisions } = merge({ original, updated, local });
        for (const { path, resources } of decisions.filter((each) => each.path.endsWith('c.yaml'))) {
          for (const field of resources.flatMap(({ fields }) => fields)) {
            expect(field.path[0]).toBe('data');
            const [, key = ''] = field.path.map(String);
            const valueIn = (text: string | undefined) => dataOf(text)[key];
            expect([field.original, field.updated, field.local, field.result].map(asText)).toEqual(
              [original[path], updated[path], local[path], result[path]].map(valueIn),
            );
          }
        }
      }),
    );
  });
});

/** fast-forward refuses what was changed here; that is no decision. */
function resultOf<T>(merging: () => T): T | undefined {
  try {
    return merging();
  } catch (error) {
    expect((error as Error).message).toContain('local package files have been modified');
    return undefined;
  }
}

function changeBetween(local: string | undefined, result: string | undefined): MergeDecision['change'] {
  if (local === result) return 'kept';
  if (local === undefined) return 'added';
  return result === undefined ? 'removed' : 'changed';
}

/** Both sides of a conflict changed the field, and not to the same; one side alone wins what it alone changed. */
function expectTrueOutcome({ outcome, original, updated, local, result }: FieldDecision): void {
  if (outcome.startsWith('conflict-')) {
    expect(updated).not.toEqual(local);
    expect(updated).not.toEqual(original);
    expect(local).not.toEqual(original);
    expect(result).toEqual(outcome === 'conflict-upstream' ? updated : local);
  }
  if (outcome === 'upstream') expect(result).toEqual(updated);
  if (outcome === 'local') expect(result).toEqual(local);
}

const asText = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : undefined);

function dataOf(text = ''): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^ {2}([abc]): (.*)$/gm)].map(([, key = '', value = '']) => [key, value]),
  );
}
