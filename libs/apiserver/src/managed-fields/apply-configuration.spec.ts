import { type KubernetesObject } from '@porch/api';
import fc from 'fast-check';
import { type JsonObject } from '../json/json-object';
import { CONFIG_MAP_KIND } from '../kinds/config-map-kind';
import { REPOSITORY_KIND } from '../kinds/repository-kind';
import { applyConfiguration } from './apply-configuration';
import { trackManagedFields } from './track-managed-fields';

const NOW = '2026-01-02T03:04:05Z';
const configMap = (data: Record<string, string>, metadata: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c', ...metadata },
  data,
});
const apply = (stored: KubernetesObject | undefined, configuration: KubernetesObject, manager = 'one', force = false) =>
  applyConfiguration(CONFIG_MAP_KIND, stored, configuration, { manager, force, subresource: undefined, now: NOW });
const ownersOf = (object: KubernetesObject, field: string) =>
  ((object.metadata.managedFields ?? []) as { manager: string; fieldsV1: Record<string, JsonObject> }[])
    .filter(({ fieldsV1 }) => fieldsV1['f:data'] && `f:${field}` in fieldsV1['f:data'])
    .map(({ manager }) => manager);

describe('server-side apply', () => {
  it('creates an object with its fields owned', () => {
    const created = apply(undefined, configMap({ a: '1' }, { labels: { x: 'y' } }));
    expect(created.metadata.managedFields).toEqual([
      {
        manager: 'one',
        operation: 'Apply',
        apiVersion: 'v1',
        time: NOW,
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:a': {} }, 'f:metadata': { 'f:labels': { 'f:x': {} } } },
      },
    ]);
  });

  it('removes what its manager no longer says, and nothing of others', () => {
    const both = apply(apply(undefined, configMap({ a: '1', b: '2' })), configMap({ c: '3' }), 'two');
    const fewer = apply(both, configMap({ a: '1' }));
    expect(fewer['data']).toEqual({ a: '1', c: '3' });
  });

  it('shares fields that managers agree on', () => {
    const shared = apply(apply(undefined, configMap({ a: '1' })), configMap({ a: '1' }), 'two');
    expect(ownersOf(shared, 'a')).toEqual(['one', 'two']);
    expect(apply(shared, configMap({}), 'one')['data']).toEqual({ a: '1' });
  });

  it('refuses to take a field that another manager has otherwise, unless forced', () => {
    const stored = apply(undefined, configMap({ a: '1' }));
    expect(() => apply(stored, configMap({ a: '2' }), 'two')).toThrow(
      expect.objectContaining({
        code: 409,
        message: 'Apply failed with 1 conflict: conflict with "one": .data.a',
        details: expect.objectContaining({
          causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "one"', field: '.data.a' }],
        }) as unknown,
      }) as Error,
    );
    const forced = apply(stored, configMap({ a: '2' }), 'two', true);
    expect(forced['data']).toEqual({ a: '2' });
    expect(ownersOf(forced, 'a')).toEqual(['two']);
  });

  describe('after kubectl applied on the client', () => {
    const KEY = 'kubectl.kubernetes.io/last-applied-configuration';
    const update = (object: KubernetesObject, previous: KubernetesObject | undefined, name: string) =>
      trackManagedFields(CONFIG_MAP_KIND, object, previous, { name, operation: 'Update' }, undefined, NOW);
    const annotated = configMap(
      { a: '1', b: '1' },
      { annotations: { [KEY]: JSON.stringify(configMap({ a: '1', b: '1' })) } },
    );
    const clientApplied = update(annotated, undefined, 'kubectl-client-side-apply');

    it('lets kubectl take what it applied, and remembers what it applies now', () => {
      const applied = apply(clientApplied, configMap({ a: '2' }), 'kubectl');
      expect(applied['data']).toEqual({ a: '2', b: '1' });
      expect(ownersOf(applied, 'a')).toEqual(['kubectl']);
      expect(JSON.parse(applied.metadata.annotations?.[KEY] ?? '')).toMatchObject({ data: { a: '2' } });
    });

    it('lets nobody else take it, nor kubectl what somebody changed since', () => {
      expect(() => apply(clientApplied, configMap({ a: '2' }), 'two')).toThrow('conflict with');
      const edited = update({ ...clientApplied, data: { a: '3', b: '1' } }, clientApplied, 'kubectl-edit');
      expect(() => apply(edited, configMap({ a: '2' }), 'kubectl')).toThrow('conflict with "kubectl-edit"');
    });

    it('lets a client hand ownership on by sending other managedFields', () => {
      const managedFields = (clientApplied.metadata.managedFields as JsonObject[]).map((entry) => ({
        ...entry,
        manager: 'kubectl',
        operation: 'Apply',
      }));
      const migrated = { ...clientApplied, metadata: { ...clientApplied.metadata, managedFields } };
      const stored = update(migrated, clientApplied, 'kubectl');
      expect(ownersOf(stored, 'b')).toEqual(['kubectl']);
      expect(apply(stored, configMap({ a: '1' }), 'kubectl')['data']).toEqual({ a: '1' });
    });
  });

  it('meets the owner of updates, and of what nobody tracked', () => {
    const created = apply(undefined, configMap({ a: '1' }));
    const updated = trackManagedFields(
      CONFIG_MAP_KIND,
      { ...created, data: { a: '2' } },
      created,
      { name: 'kubectl-edit', operation: 'Update' },
      undefined,
      NOW,
    );
    expect(ownersOf(updated, 'a')).toEqual(['kubectl-edit']);
    expect(() => apply(updated, configMap({ a: '1' }))).toThrow(
      '1 conflict: conflict with "kubectl-edit" using v1: .data.a',
    );
    expect(() => apply(configMap({ a: '1' }), configMap({ a: '2' }))).toThrow('conflict with "before-first-apply"');
  });

  it('names the fields of each manager that has them otherwise, as Kubernetes does', () => {
    const one = apply(undefined, configMap({ b: '1', c: '1' }), 'one');
    const stored = trackManagedFields(
      CONFIG_MAP_KIND,
      { ...one, data: { ...(one['data'] as object), a: '1' } },
      one,
      { name: 'another', operation: 'Update' },
      undefined,
      NOW,
    );
    const refused = () => apply(stored, configMap({ a: '2', b: '2', c: '2' }), 'two');
    expect(refused).toThrow(
      'Apply failed with 3 conflicts: conflicts with "another" using v1:\n- .data.a\nconflicts with "one":\n- .data.b\n- .data.c',
    );
  });

  it('merges lists by their keys, entry by entry', () => {
    const repository = (conditions: object[]): KubernetesObject => ({
      apiVersion: 'config.porch.kpt.dev/v1alpha1',
      kind: 'Repository',
      metadata: { name: 'r' },
      status: { conditions },
    });
    const applyStatus = (stored: KubernetesObject | undefined, conditions: object[], manager: string) =>
      applyConfiguration(REPOSITORY_KIND, stored, repository(conditions), {
        manager,
        force: false,
        subresource: 'status',
        now: NOW,
      });
    const ready = { type: 'Ready', status: 'True' };
    const clean = { type: 'Clean', status: 'False' };
    const both = applyStatus(applyStatus(undefined, [ready], 'one'), [clean], 'two');
    expect(both['status']).toEqual({ conditions: [ready, clean] });
    expect(applyStatus(both, [], 'one')['status']).toEqual({ conditions: [clean] });
  });

  it('gives up long lists in reasonable time', () => {
    const status = (count: number): KubernetesObject => ({
      apiVersion: 'config.porch.kpt.dev/v1alpha1',
      kind: 'Repository',
      metadata: { name: 'r' },
      status: {
        packageCount: 1,
        conditions: Array.from({ length: count }, (_, index) => ({ type: String(index), status: 'True' })),
      },
    });
    const request = { manager: 'one', force: false, subresource: 'status', now: NOW };
    const started = Date.now();
    const full = applyConfiguration(REPOSITORY_KIND, undefined, status(10_000), request);
    const given = applyConfiguration(REPOSITORY_KIND, full, status(1), request);
    const elapsed = Date.now() - started;
    expect(given['status']).toEqual(status(1)['status']);
    expect(elapsed).toBeLessThan(60_000);
  });

  it('is idempotent, and gives back what was taken when all is given up', () => {
    const data = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('1', '2'), { maxKeys: 4 });
    fc.assert(
      fc.property(data, data, (first, second) => {
        const stored = apply(undefined, configMap(first));
        const next = apply(stored, configMap(second), 'two', true);
        expect(apply(next, configMap(second), 'two')).toEqual(next);
        expect(next['data'] ?? {}).toEqual({ ...first, ...second });
        const abandoned = apply(next, configMap({}), 'two')['data'] ?? {};
        const kept = Object.fromEntries(
          Object.entries(first).filter(([key, value]) => second[key] === undefined || second[key] === value),
        );
        expect(abandoned).toEqual(kept);
      }),
    );
  });
});
