import { parseLabelSelector } from '@porch/api';
import type * as jestGlobals from '@jest/globals';
import { type WithStore } from './object-store-contract';
import { GADGETS, labelled, namesOf, versionOf, widget, WIDGETS } from './object-store-fixture';

declare const describe: typeof jestGlobals.describe;
declare const it: typeof jestGlobals.it;
declare const expect: typeof jestGlobals.expect;

export function describeStoredObjectContract(withStore: WithStore): void {
  describe('objects', () => {
    it(
      'gives a new object the next resourceVersion, well above 1, and reads it back',
      withStore(async ({ store }) => {
        const before = Number(await store.currentResourceVersion());
        const created = await store.create(
          WIDGETS,
          widget('a', 'default', { spec: { deep: [1, { x: 'ü' }], no: null } }),
        );
        expect(versionOf(created)).toBeGreaterThan(1);
        expect(versionOf(created)).toBe(before + 1);
        expect(await store.currentResourceVersion()).toBe(created.metadata.resourceVersion);
        expect(await store.get(WIDGETS, 'default', 'a')).toEqual(created);
        expect(created).toMatchObject({ spec: { deep: [1, { x: 'ü' }], no: null } });
      }),
    );

    it(
      'keeps resources and namespaces apart, the empty one of cluster-scoped objects too',
      withStore(async ({ store }) => {
        await store.create(WIDGETS, widget('a', 'default', { from: 'widgets' }));
        await store.create(GADGETS, widget('a', 'default', { from: 'gadgets' }));
        await store.create(WIDGETS, widget('a', 'other', { from: 'other' }));
        await store.create(WIDGETS, widget('a', '', { from: 'cluster' }));
        expect(await store.get(WIDGETS, 'default', 'a')).toMatchObject({ from: 'widgets' });
        expect(await store.get(GADGETS, 'default', 'a')).toMatchObject({ from: 'gadgets' });
        expect(await store.get(WIDGETS, 'other', 'a')).toMatchObject({ from: 'other' });
        expect(await store.get(WIDGETS, '', 'a')).toMatchObject({ from: 'cluster' });
        expect(await store.get(WIDGETS, 'default', 'b')).toBeUndefined();
      }),
    );

    it(
      'is not changed by what a caller does to objects it passed or got',
      withStore(async ({ store }) => {
        const passed = widget('a', 'default', { spec: { size: 1 } });
        await store.create(WIDGETS, passed);
        passed['spec'] = { size: 2 };
        const got = await store.get(WIDGETS, 'default', 'a');
        (got?.['spec'] as { size: number }).size = 3;
        expect(await store.get(WIDGETS, 'default', 'a')).toMatchObject({ spec: { size: 1 } });
      }),
    );

    it(
      'refuses a second object of the same name',
      withStore(async ({ store }) => {
        await store.create(WIDGETS, widget('a'));
        await expect(store.create(WIDGETS, widget('a'))).rejects.toMatchObject({ reason: 'AlreadyExists' });
      }),
    );

    it(
      'refuses an object without a name',
      withStore(async ({ store }) => {
        const nameless = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: {} };
        await expect(store.create(WIDGETS, nameless)).rejects.toMatchObject({ reason: 'Invalid' });
      }),
    );

    it(
      'updates with a greater resourceVersion and refuses an unmet precondition',
      withStore(async ({ store }) => {
        const created = await store.create(WIDGETS, widget('a'));
        const resourceVersion = created.metadata.resourceVersion ?? '';
        const updated = await store.update(WIDGETS, widget('a', 'default', { spec: 1 }), { resourceVersion });
        expect(versionOf(updated)).toBeGreaterThan(versionOf(created));
        const stale = store.update(WIDGETS, widget('a'), { resourceVersion });
        await expect(stale).rejects.toMatchObject({ reason: 'Conflict' });
        const other = store.update(WIDGETS, widget('a'), { uid: 'another' });
        await expect(other).rejects.toMatchObject({ reason: 'Conflict' });
        expect(await store.get(WIDGETS, 'default', 'a')).toEqual(updated);
      }),
    );

    it(
      'updates without a precondition whatever is stored, and refuses what is not',
      withStore(async ({ store }) => {
        await store.create(WIDGETS, widget('a'));
        expect(await store.update(WIDGETS, widget('a', 'default', { spec: 2 }))).toMatchObject({ spec: 2 });
        await expect(store.update(WIDGETS, widget('b'))).rejects.toMatchObject({ reason: 'NotFound' });
      }),
    );

    it(
      'deletes once, with a resourceVersion of its own, and only when the precondition holds',
      withStore(async ({ store }) => {
        const created = await store.create(WIDGETS, widget('a'));
        const stale = store.delete(WIDGETS, 'default', 'a', { resourceVersion: '1' });
        await expect(stale).rejects.toMatchObject({ reason: 'Conflict' });
        const deleted = await store.delete(WIDGETS, 'default', 'a', { uid: 'uid-default-a' });
        expect(versionOf(deleted)).toBeGreaterThan(versionOf(created));
        expect(deleted.metadata.name).toBe('a');
        expect(await store.get(WIDGETS, 'default', 'a')).toBeUndefined();
        await expect(store.delete(WIDGETS, 'default', 'a')).rejects.toMatchObject({ reason: 'NotFound' });
      }),
    );

    it(
      'lets exactly one of many concurrent swaps from the same version win',
      withStore(async ({ store, other }) => {
        const created = await store.create(WIDGETS, widget('a'));
        const resourceVersion = created.metadata.resourceVersion ?? '';
        const stores = [store, other ?? store];
        const swaps = Array.from({ length: 8 }, (_, index) =>
          (stores[index % 2] ?? store).update(WIDGETS, widget('a', 'default', { by: index }), { resourceVersion }),
        );
        const settled = await Promise.allSettled(swaps);
        const reasons = settled.flatMap((one) =>
          one.status === 'rejected' ? [(one.reason as { reason?: string }).reason] : [],
        );
        expect(reasons).toEqual(Array.from({ length: 7 }, () => 'Conflict'));
      }),
    );

    it(
      'lists by namespace, then name, with the version of the snapshot',
      withStore(async ({ store }) => {
        for (const [namespace, name] of [
          ['b', 'x'],
          ['a', 'z'],
          ['a-b', 'x'],
          ['a', 'a.b'],
          ['a', 'a-b'],
        ] as const) {
          await store.create(WIDGETS, widget(name, namespace));
        }
        await store.create(GADGETS, widget('unrelated'));
        const list = await store.list(WIDGETS);
        expect(list.items.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
          'a/a-b',
          'a/a.b',
          'a/z',
          'a-b/x',
          'b/x',
        ]);
        expect(list.resourceVersion).toBe(await store.currentResourceVersion());
        expect(list.continueAfter).toBeUndefined();
        expect(namesOf((await store.list(WIDGETS, { namespace: 'a' })).items)).toEqual(['a-b', 'a.b', 'z']);
        expect(namesOf((await store.list(WIDGETS, { name: 'x' })).items)).toEqual(['x', 'x']);
        expect(namesOf((await store.list(WIDGETS, { namespace: '' })).items)).toEqual([]);
      }),
    );

    it(
      'pages through a list without losing or repeating anything',
      withStore(async ({ store }) => {
        const names = Array.from({ length: 7 }, (_, index) => `w${index}`);
        for (const name of names) await store.create(WIDGETS, labelled(name, { part: name < 'w5' ? 'low' : 'high' }));
        const seen: (string | undefined)[] = [];
        let continueAfter: string | undefined;
        do {
          const page = await store.list(WIDGETS, { limit: 3, ...(continueAfter ? { continueAfter } : {}) });
          seen.push(...namesOf(page.items));
          expect(page.remainingItemCount ?? 0).toBe(names.length - seen.length);
          continueAfter = page.continueAfter;
        } while (continueAfter);
        expect(seen).toEqual(names);
        const low = await store.list(WIDGETS, { limit: 4, labelSelector: parseLabelSelector('part=low') });
        expect(namesOf(low.items)).toEqual(['w0', 'w1', 'w2', 'w3']);
        expect(low.continueAfter).toBeDefined();
      }),
    );

    it.each([
      ['tier=front', ['a', 'b']],
      ['tier!=front', ['c', 'd', 'e']],
      ['tier', ['a', 'b', 'c', 'd']],
      ['!tier', ['e']],
      ['tier in (front,back),rank', ['a', 'c']],
      ['tier notin (front,back)', ['d', 'e']],
      ['rank>1', ['a']],
      ['rank<3', ['c']],
      ['tier=', ['d']],
      ["tier=x' or 1=1", undefined],
    ])('selects by the labels %j', (selector, expected) =>
      withStore(async ({ store }) => {
        await store.create(WIDGETS, labelled('a', { tier: 'front', rank: '3' }));
        await store.create(WIDGETS, labelled('b', { tier: 'front' }));
        await store.create(WIDGETS, labelled('c', { tier: 'back', rank: '1' }));
        await store.create(WIDGETS, labelled('d', { tier: '' }));
        await store.create(WIDGETS, widget('e'));
        const listing = async () => {
          const labelSelector = parseLabelSelector(selector);
          return namesOf((await store.list(WIDGETS, { labelSelector })).items);
        };
        if (expected) expect(await listing()).toEqual(expected);
        else await expect(listing()).rejects.toMatchObject({ reason: 'BadRequest' });
      })(),
    );

    it(
      'forgets the labels that an update or a deletion takes away',
      withStore(async ({ store }) => {
        const front = { labelSelector: parseLabelSelector('tier=front') };
        await store.create(WIDGETS, labelled('a', { tier: 'front' }));
        await store.create(WIDGETS, labelled('b', { tier: 'front' }));
        await store.update(WIDGETS, labelled('a', { tier: 'back' }));
        expect(namesOf((await store.list(WIDGETS, front)).items)).toEqual(['b']);
        await store.delete(WIDGETS, 'default', 'b');
        await store.create(WIDGETS, widget('b'));
        expect(namesOf((await store.list(WIDGETS, front)).items)).toEqual([]);
      }),
    );

    it(
      'keeps text that means something to a database as it is',
      withStore(async ({ store }) => {
        const text = `'; DROP TABLE objects; -- % _ " \\ \u0001 \u2028 😀`;
        await store.create(WIDGETS, widget('a', 'default', { text }));
        expect((await store.get(WIDGETS, 'default', 'a'))?.['text']).toBe(text);
        expect((await store.list(WIDGETS, { name: `' or '1'='1` })).items).toEqual([]);
      }),
    );

    it(
      'has everything again after it was closed',
      withStore(async ({ store, reopen }) => {
        const created = await store.create(WIDGETS, labelled('a', { tier: 'front' }));
        if (!reopen) return;
        const again = await reopen();
        expect(await again.get(WIDGETS, 'default', 'a')).toEqual(created);
        expect((await again.list(WIDGETS, { labelSelector: parseLabelSelector('tier') })).items).toHaveLength(1);
        expect(versionOf(await again.create(WIDGETS, widget('b')))).toBe(versionOf(created) + 1);
      }),
    );
  });
}
