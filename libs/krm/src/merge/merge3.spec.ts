import * as fc from 'fast-check';
import { fromJs, toJs, type JsonValue } from '../document/node-conversion';
import { deepCopy } from '../document/node-copy';
import { parseYaml } from '../document/parse-yaml';
import { printYaml } from '../document/print-yaml';
import type { YamlNode } from '../document/yaml-node';
import { createSchemaRegistry } from '../schema/schema-registry';
import { FieldDecisionRecorder } from './field-decision';
import { merge3, type Merge3Options } from './merge3';

const node = (text: string): YamlNode | undefined => parseYaml(text)[0]?.root;

function merged(local: string, origin: string, updated: string, options: Merge3Options = {}): string {
  const result = merge3(node(local), node(origin), node(updated), options);
  return result ? printYaml(result) : '';
}

const podSpec = (containers: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n${containers}`;

describe('merge3', () => {
  it('does to the destination what upstream did, and keeps what only the destination has', () => {
    expect(merged('a: 1\nb: mine\n', 'a: 1\n', 'a: 2\nc: new\n')).toBe('a: 2\nb: mine\nc: new\n');
  });

  it('lets upstream win where both changed a value', () => {
    expect(merged('a: mine\n', 'a: old\n', 'a: theirs\n')).toBe('a: theirs\n');
  });

  it('removes what upstream removed and keeps what was removed here', () => {
    expect(merged('a: 1\nb: 1\n', 'a: 1\nb: 1\nc: 1\n', 'b: 1\nc: 1\n')).toBe('b: 1\n');
  });

  it('brings back the shell of a map that was deleted here', () => {
    expect(merged('a: 1\n', 'a: 1\nm:\n  x: 1\n', 'a: 1\nm:\n  x: 1\n')).toBe('a: 1\nm: {}\n');
    expect(merged('a: 1\n', 'a: 1\nm:\n  x: 1\n  y: 1\n', 'a: 1\nm:\n  x: 2\n  y: 1\n')).toBe('a: 1\nm:\n  x: 2\n');
  });

  it('does not bring back a null that was deleted here', () => {
    expect(merged('a: 1\n', 'a: 1\nn: null\n', 'a: 1\nn: null\n', { flavour: 'kpt' })).toBe('a: 1\n');
  });

  it('replaces a list that no schema describes as a whole', () => {
    expect(merged('l: [a, mine]\n', 'l: [a]\n', 'l: [a, b]\n')).toBe('l: [a, b]\n');
    expect(merged('l: [a, mine]\n', 'l: [a]\n', 'l: [a]\n')).toBe('l: [a, mine]\n');
  });

  it('merges containers by name, in the order they have here', () => {
    const local = podSpec(
      '      - name: b\n        image: b:1\n      - name: a\n        image: a:1\n        tty: true\n',
    );
    const origin = podSpec('      - name: a\n        image: a:1\n      - name: gone\n        image: g:1\n');
    const updated = podSpec('      - name: a\n        image: a:2\n      - name: c\n        image: c:1\n');
    expect(merged(local, origin, updated)).toBe(
      podSpec(
        '      - name: b\n        image: b:1\n      - name: a\n        image: a:2\n        tty: true\n' +
          '      - image: c:1\n        name: c\n',
      ),
    );
  });

  it('matches ports by all keys that they have', () => {
    const ports = (text: string) => `apiVersion: v1\nkind: Service\nspec:\n  ports:\n${text}`;
    const udp = '  - port: 53\n    protocol: UDP\n';
    const tcp = '  - port: 53\n    protocol: TCP\n';
    expect(merged(ports(udp + tcp), ports(udp), ports(udp + '  - port: 80\n'))).toBe(
      ports(udp + tcp + '  - port: 80\n'),
    );
  });

  it.each([
    ['a quoted string', 'v1', 'uid: "2"'],
    ['a number', 'v1', 'uid: 2'],
  ])('puts a merge key back with its type where upstream dropped the element: %s', (_, apiVersion, key) => {
    const account = (owner: string) =>
      `apiVersion: ${apiVersion}\nkind: ServiceAccount\nmetadata:\n  ownerReferences:\n  - ${owner}\n`;
    const [local, origin] = [`${key}\n    name: mine`, key].map(account) as [string, string];
    expect(merged(local, origin, account('uid: "3"'))).toContain(`  - name: mine\n    ${key}\n`);
  });

  it.each([
    ['a: !!str 1\n', 'a: !!str 1\n'],
    ['a: !!binary aGk=\n', 'a: !!binary aGk=\n'],
  ])('leaves a value with its tag alone when nobody changed it: %j', (text, expected) => {
    expect(merged(text + 'b: 1\n', text + 'b: 1\n', text + 'b: 2\n')).toBe(expected + 'b: 2\n');
  });

  it('keeps a value that stands twice in a set', () => {
    const pod = (finalizers: string) => `apiVersion: v1\nkind: Pod\nmetadata:\n  finalizers: [${finalizers}]\n`;
    expect(merged(pod('a, a'), pod('a'), pod('a, b'))).toBe(pod('a, a, b'));
  });

  it('merges finalizers as a set', () => {
    const pod = (finalizers: string) => `apiVersion: v1\nkind: Pod\nmetadata:\n  finalizers: [${finalizers}]\n`;
    expect(merged(pod('mine, a'), pod('a, b'), pod('a, c'))).toBe(pod('mine, a, c'));
  });

  it('infers name as the key only when asked to', () => {
    const list = (text: string) => `custom:\n${text}`;
    const [a, a2, b] = ['- name: a\n  v: 1\n', '- name: a\n  v: 2\n', '- name: b\n  v: 1\n'];
    expect(merged(list(a + b), list(a), list(a2), { inferAssociativeLists: true })).toBe(list(a2 + b));
    expect(merged(list(a + b), list(a), list(a2))).toBe(list(a2));
  });

  it('refuses to infer a key that later versions of the list lack', () => {
    const run = () => merged('l:\n- name: a\n', 'l:\n- name: a\n', 'l:\n- id: a\n', { inferAssociativeLists: true });
    expect(run).toThrow('conflicting merge keys [name,] for field l');
  });

  it('goes by a schema in a comment', () => {
    const schema = '{"type":"array","x-kubernetes-patch-merge-key":"id","x-kubernetes-patch-strategy":"merge"}';
    const list = (text: string) => `l: # ${schema}\n${text}`;
    expect(merged(list('- id: a\n- id: mine\n'), list('- id: a\n'), list('- id: a\n  v: 1\n'))).toBe(
      list('- id: a\n  v: 1\n- id: mine\n'),
    );
  });

  it('goes by the schema of a custom resource', () => {
    const schemas = createSchemaRegistry(
      new Map([
        [
          'e.com/v1/Shop',
          {
            properties: {
              items: { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['sku'] },
            },
          },
        ],
      ]),
    );
    const shop = (items: string) => `apiVersion: e.com/v1\nkind: Shop\nitems:\n${items}`;
    const result = merged(shop('- sku: a\n- sku: mine\n'), shop('- sku: a\n'), shop('- sku: a\n- sku: b\n'), {
      schemas,
    });
    expect(result).toBe(shop('- sku: a\n- sku: mine\n- sku: b\n'));
  });

  it('keeps quoting and comments of what stays, and takes a comment that only upstream changed', () => {
    expect(merged(`a: "1" # mine\nb: 'x'\n`, `a: "1"\nb: x\n`, `a: "1"\nb: y\n`)).toBe(`a: "1" # mine\nb: 'y'\n`);
    expect(merged('a: 1\n', 'a: 1\n', 'a: 1 # why\n')).toBe('a: 1 # why\n');
    expect(merged('a: 1\n', 'a: 1\n', 'a: 1 # why\n', { flavour: 'kpt' })).toBe('a: 1\n');
  });

  it('keeps aliases that it has no reason to touch', () => {
    expect(merged('a: &x foo\nb: *x\nc: 1\n', 'a: &x foo\nb: *x\nc: 1\n', 'a: &x foo\nb: *x\nc: 2\n')).toBe(
      'a: &x foo\nb: *x\nc: 2\n',
    );
  });

  it('takes a new alias with its anchor, or with what it stands for where the anchor does not come along', () => {
    expect(merged('c: 1\n', 'c: 1\n', 'a: &x foo\nb: *x\nc: 1\n')).toBe('c: 1\na: &x foo\nb: *x\n');
    expect(merged('a: foo\nb: bar\n', 'a: foo\nb: bar\n', 'a: &x foo\nb: *x\n', { flavour: 'kpt' })).toBe(
      'a: foo\nb: foo\n',
    );
  });

  describe('with nulls', () => {
    it('removes a field that either side sets to null', () => {
      for (const flavour of ['kyaml', 'kpt'] as const) {
        expect(merged('a: 1\nb: 1\n', 'a: 1\nb: 1\n', 'a: null\nb: 1\n', { flavour })).toBe('b: 1\n');
        expect(merged('a: null\nb: 1\n', 'a: 1\nb: 1\n', 'a: 2\nb: 1\n', { flavour })).toBe('b: 1\n');
      }
    });

    it('lets a value replace a null that was there before, in kpt only', () => {
      const versions = ['a: null\nb: 1\n', 'a: null\nb: 1\n', 'a: 2\nb: 1\n'] as const;
      expect(merged(...versions, { flavour: 'kpt' })).toBe('a: 2\nb: 1\n');
      expect(merged(...versions, { flavour: 'kyaml' })).toBe('b: 1\n');
    });
  });

  it('names the field where the versions have different shapes', () => {
    expect(() => merged('a:\n  b: 1\n', 'a:\n  b: 1\n', 'a:\n  b: [1]\n')).toThrow(
      'wrong Node Kind for a.b expected: ScalarNode was SequenceNode',
    );
  });

  it('handles fields that are named like parts of JavaScript objects', () => {
    expect(merged('__proto__: 1\n', '__proto__: 1\n', '__proto__: 2\nconstructor:\n  x: 1\n')).toBe(
      '__proto__: 2\nconstructor:\n  x: 1\n',
    );
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('merges long lists and wide maps in time that grows with their length', () => {
    const count = 5_000;
    const wide = (value: string) => Array.from({ length: count }, (_each, index) => `k${index}: ${value}\n`).join('');
    const long = (value: string) =>
      podSpec(
        Array.from({ length: count }, (_each, index) => `      - name: n${index}\n        image: ${value}\n`).join(''),
      );
    const start = performance.now();
    expect(merged(wide('a'), wide('a'), 'k0: b\n')).toBe('k0: b\n');
    expect(merged(long('a'), long('a'), long('b'))).toBe(long('b'));
    expect(performance.now() - start).toBeLessThan(60_000);
  });

  it('records what it decided where the versions differ', () => {
    const recorder = new FieldDecisionRecorder();
    merged('a: mine\nb: mine\nc: old\nd: 1\n', 'a: old\nb: old\nc: old\nd: 1\n', 'a: theirs\nb: old\nc: new\nd: 1\n', {
      recorder,
    });
    expect(recorder.decisions.map(({ path, outcome }) => [path.join('.'), outcome])).toEqual([
      ['a', 'conflict-upstream'],
      ['b', 'local'],
      ['c', 'upstream'],
    ]);
    expect(recorder.decisions[0]).toMatchObject({
      original: 'old',
      updated: 'theirs',
      local: 'mine',
      result: 'theirs',
    });
  });

  describe('for any documents', () => {
    const value: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<JsonValue>('a', 'b', 1, true),
        fc.array(fc.constantFrom<JsonValue>('a', 'b', 1), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('x', 'y', 'z', 'name'), tie('value'), { minKeys: 1, maxKeys: 3 }),
      ),
    })).value;
    const mapping = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { maxKeys: 3, noNullPrototype: true });
    const run = (local: JsonValue, origin: JsonValue, updated: JsonValue) =>
      toJs(merge3(fromJs(local), fromJs(origin), fromJs(updated), { flavour: 'kpt' }));
    const sameShape = (...documents: JsonValue[]) => {
      try {
        run(documents[0] ?? null, documents[1] ?? null, documents[2] ?? null);
        return true;
      } catch {
        return false;
      }
    };

    /** A map that upstream removed leaves its shell. */
    const withoutEmptyMaps = (value: JsonValue): JsonValue | undefined => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
      const fields = Object.entries(value).flatMap(([key, field]) => {
        const rest = withoutEmptyMaps(field);
        return rest === undefined ? [] : [[key, rest] as const];
      });
      return fields.length === 0 ? undefined : Object.fromEntries(fields);
    };

    it('gives upstream’s version where nothing was changed here', () => {
      fc.assert(
        fc.property(mapping, mapping, (origin, updated) => {
          fc.pre(sameShape(origin, origin, updated));
          expect(withoutEmptyMaps(run(origin, origin, updated))).toEqual(withoutEmptyMaps(updated));
        }),
      );
    });

    it('keeps additions here where upstream changed nothing', () => {
      fc.assert(
        fc.property(mapping, mapping, (origin, added) => {
          const local = { ...added, ...origin };
          expect(run(local, origin, origin)).toEqual(local);
        }),
      );
    });

    it('leaves the origin as it was', () => {
      fc.assert(
        fc.property(mapping, mapping, mapping, (local, origin, updated) => {
          fc.pre(sameShape(local, origin, updated));
          const originNode = fromJs(origin);
          const before = printYaml(deepCopy(originNode));
          merge3(fromJs(local), originNode, fromJs(updated));
          expect(printYaml(originNode)).toBe(before);
        }),
      );
    });
  });
});
