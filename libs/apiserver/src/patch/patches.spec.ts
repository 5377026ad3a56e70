import { type ResourceKind } from '../kinds/resource-kind';
import { CONFIG_MAP_KIND } from '../kinds/config-map-kind';
import { PACKAGE_REVISION_KIND } from '../kinds/package-revision-kind';
import { REPOSITORY_KIND } from '../kinds/repository-kind';
import { applyJsonPatch } from './json-patch';
import { decodePatch } from './patch-type';
import { objectSchemaOf } from '../kinds/object-schema';
import { applyStrategicMergePatch } from './strategic-merge-patch';

const patched = (kind: ResourceKind, type: string, target: object, patch: unknown) => {
  const decoded = decodePatch(Buffer.from(JSON.stringify(patch)), `application/${type}`, kind);
  if (decoded.type !== 'change') throw new Error('expected a change');
  return decoded.change(target as never);
};

describe('patches', () => {
  it('merges objects and removes what is null', () => {
    const target = { metadata: { labels: { a: '1', b: '2' } }, data: { x: 'y' } };
    const patch = { metadata: { labels: { a: null, c: '3' } }, data: { x: 'z' } };
    expect(patched(CONFIG_MAP_KIND, 'merge-patch+json', target, patch)).toEqual({
      metadata: { labels: { b: '2', c: '3' } },
      data: { x: 'z' },
    });
  });

  it('leaves the target of any patch as it was', () => {
    const target = { metadata: { labels: { a: '1' } } };
    patched(CONFIG_MAP_KIND, 'json-patch+json', target, [{ op: 'remove', path: '/metadata/labels/a' }]);
    patched(CONFIG_MAP_KIND, 'merge-patch+json', target, { metadata: { labels: { a: '2' } } });
    patched(CONFIG_MAP_KIND, 'strategic-merge-patch+json', target, { metadata: { labels: { a: '2' } } });
    expect(target).toEqual({ metadata: { labels: { a: '1' } } });
  });

  it.each([
    [[{ op: 'test', path: '/a', value: 2 }], 422],
    [[{ op: 'remove', path: '/missing' }], 422],
    [[{ op: 'add', path: '/__proto__/polluted', value: 1 }], 422],
    [[{ op: 'explode', path: '/a' }], 422],
    [{ op: 'remove', path: '/a' }, 400],
    [[{ path: '/a' }], 400],
    [Array.from({ length: 10_001 }, () => ({ op: 'test', path: '/a', value: 1 })), 413],
  ])('refuses the JSON patch %j', (patch, code) => {
    expect(() => patched(CONFIG_MAP_KIND, 'json-patch+json', { a: 1 }, patch)).toThrow(
      expect.objectContaining({ code }) as Error,
    );
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each([
    [{ op: 'remove', path: '/a/z' }, 'remove /a/z: there is nothing at that path'],
    [{ op: 'test', path: '/a', value: 'secret' }, 'test /a: the value is another one'],
    [{ op: 'add', path: '/x/y/z', value: 1 }, 'add /x/y/z: there is nothing'],
    [{ op: 'add', path: '/list/7', value: 1 }, 'add /list/7: the list is not that long'],
    [{ op: 'add', path: '/list/one', value: 1 }, 'add /list/one: a place in a list is a number'],
    [{ op: 'move', from: '/z', path: '/a' }, 'move /a: there is nothing at the path it is from'],
  ])('tells which operation of a JSON patch does not apply, and why: %j', (operation, message) => {
    const target = { a: { b: 'hidden' }, list: [] };
    const problem = (() => {
      try {
        return applyJsonPatch(target, [operation]);
      } catch (error) {
        return (error as Error).message;
      }
    })();
    expect(problem).toContain(`the JSON patch does not apply: ${message}`);
    expect(problem).not.toContain('hidden');
  });

  it('does not let copies grow without end', () => {
    const doubling = Array.from({ length: 60 }, (_, index) => ({ op: 'copy', from: '/data', path: `/data/${index}` }));
    expect(() => patched(CONFIG_MAP_KIND, 'json-patch+json', { data: { a: 'x'.repeat(1000) } }, doubling)).toThrow(
      expect.objectContaining({ code: 413 }) as Error,
    );
  });

  it('merges long lists in reasonable time', () => {
    const conditions = Array.from({ length: 20_000 }, (_, index) => ({ type: String(index), status: 'True' }));
    const started = Date.now();
    const result = patched(
      PACKAGE_REVISION_KIND,
      'strategic-merge-patch+json',
      { status: { conditions } },
      { status: { conditions } },
    );
    const elapsed = Date.now() - started;
    expect(result).toEqual({ status: { conditions } });
    expect(elapsed).toBeLessThan(60_000);
  });

  it('takes strategic merge patches for typed kinds only', () => {
    expect(() => patched(REPOSITORY_KIND, 'strategic-merge-patch+json', {}, {})).toThrow(
      expect.objectContaining({ code: 415 }) as Error,
    );
    expect(() => patched(CONFIG_MAP_KIND, 'x-unknown', {}, {})).toThrow(
      expect.objectContaining({ code: 415 }) as Error,
    );
  });
});

describe('strategic merge patch', () => {
  const apply = (target: object, patch: object) =>
    applyStrategicMergePatch(target, patch, objectSchemaOf(PACKAGE_REVISION_KIND));
  const condition = (type: string, status: string) => ({ type, status });

  it('merges owner references by uid and conditions by type', () => {
    const target = {
      metadata: { ownerReferences: [{ uid: '1', name: 'a' }] },
      status: { conditions: [condition('Ready', 'False'), condition('Clean', 'True')] },
    };
    const patch = {
      metadata: { ownerReferences: [{ uid: '2', name: 'b' }] },
      status: { conditions: [condition('Ready', 'True')] },
    };
    expect(apply(target, patch)).toEqual({
      metadata: {
        ownerReferences: [
          { uid: '1', name: 'a' },
          { uid: '2', name: 'b' },
        ],
      },
      status: { conditions: [condition('Ready', 'True'), condition('Clean', 'True')] },
    });
  });

  it('treats finalizers as a set', () => {
    expect(apply({ metadata: { finalizers: ['a'] } }, { metadata: { finalizers: ['a', 'b'] } })).toEqual({
      metadata: { finalizers: ['a', 'b'] },
    });
    expect(
      apply({ metadata: { finalizers: ['a', 'b'] } }, { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } }),
    ).toEqual({ metadata: { finalizers: ['b'] } });
  });

  it('replaces lists that are one value', () => {
    expect(apply({ spec: { readinessGates: [{ conditionType: 'a' }] } }, { spec: { readinessGates: [] } })).toEqual({
      spec: { readinessGates: [] },
    });
  });

  it('follows directives', () => {
    const target = { status: { conditions: [condition('A', 'True'), condition('B', 'True')] } };
    expect(apply(target, { status: { conditions: [{ type: 'A', $patch: 'delete' }] } })).toEqual({
      status: { conditions: [condition('B', 'True')] },
    });
    expect(apply(target, { status: { conditions: [{ $patch: 'replace' }, condition('C', 'True')] } })).toEqual({
      status: { conditions: [condition('C', 'True')] },
    });
    expect(apply({ spec: { a: 1, b: 2 } }, { spec: { $retainKeys: ['b'], b: 3 } })).toEqual({ spec: { b: 3 } });
    expect(apply({ spec: { a: 1 } }, { spec: { $patch: 'replace', b: 2 } })).toEqual({ spec: { b: 2 } });
    const ordered = { status: { '$setElementOrder/conditions': [{ type: 'B' }, { type: 'A' }] } };
    expect(apply(target, ordered)).toEqual({
      status: { conditions: [condition('B', 'True'), condition('A', 'True')] },
    });
  });
});
