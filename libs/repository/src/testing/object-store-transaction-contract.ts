import type * as jestGlobals from '@jest/globals';
import { type WithStore } from './object-store-contract';
import { ChangeRecorder, GADGETS, namesOf, versionOf, widget, WIDGETS } from './object-store-fixture';

declare const describe: typeof jestGlobals.describe;
declare const it: typeof jestGlobals.it;
declare const expect: typeof jestGlobals.expect;

export function describeTransactionContract(withStore: WithStore): void {
  describe('transactions', () => {
    it(
      'does all writes, with consecutive resourceVersions in their order',
      withStore(async ({ store }) => {
        const old = await store.create(WIDGETS, widget('old'));
        await store.create(WIDGETS, widget('gone'));
        const stored = await store.transaction([
          { operation: 'create', resource: GADGETS, object: widget('new') },
          {
            operation: 'update',
            resource: WIDGETS,
            object: widget('old', 'default', { spec: 2 }),
            preconditions: { resourceVersion: old.metadata.resourceVersion ?? '' },
          },
          { operation: 'delete', resource: WIDGETS, namespace: 'default', name: 'gone' },
        ]);
        expect(namesOf(stored)).toEqual(['new', 'old', 'gone']);
        const first = versionOf(stored[0]);
        expect(stored.map(versionOf)).toEqual([first, first + 1, first + 2]);
        expect(first).toBe(versionOf(old) + 2);
        expect(await store.get(GADGETS, 'default', 'new')).toEqual(stored[0]);
        expect(await store.get(WIDGETS, 'default', 'old')).toEqual(stored[1]);
        expect(await store.get(WIDGETS, 'default', 'gone')).toBeUndefined();
      }),
    );

    it(
      'does nothing at all, and announces nothing, when one write cannot be done',
      withStore(async ({ store }) => {
        const old = await store.create(WIDGETS, widget('old'));
        const before = await store.currentResourceVersion();
        const feed = new ChangeRecorder(store.changes({ after: before }));
        const failing = store.transaction([
          { operation: 'create', resource: WIDGETS, object: widget('new') },
          { operation: 'update', resource: WIDGETS, object: widget('old', 'default', { spec: 2 }) },
          { operation: 'delete', resource: WIDGETS, namespace: 'default', name: 'missing' },
        ]);
        await expect(failing).rejects.toMatchObject({ reason: 'NotFound' });
        expect(await store.get(WIDGETS, 'default', 'new')).toBeUndefined();
        expect(await store.get(WIDGETS, 'default', 'old')).toEqual(old);
        expect(await store.currentResourceVersion()).toBe(before);
        await store.create(WIDGETS, widget('after'));
        expect((await feed.atLeast(1)).map(({ object }) => object.metadata.name)).toEqual(['after']);
        feed.stop();
      }),
    );

    it(
      'sees its own earlier writes',
      withStore(async ({ store }) => {
        const stored = await store.transaction([
          { operation: 'create', resource: WIDGETS, object: widget('a') },
          { operation: 'update', resource: WIDGETS, object: widget('a', 'default', { spec: 2 }) },
          { operation: 'delete', resource: WIDGETS, namespace: 'default', name: 'a' },
          { operation: 'create', resource: WIDGETS, object: widget('a', 'default', { spec: 3 }) },
        ]);
        expect(await store.get(WIDGETS, 'default', 'a')).toEqual(stored[3]);
        const twice = store.transaction([
          { operation: 'create', resource: WIDGETS, object: widget('b') },
          { operation: 'create', resource: WIDGETS, object: widget('b') },
        ]);
        await expect(twice).rejects.toMatchObject({ reason: 'AlreadyExists' });
        expect(await store.get(WIDGETS, 'default', 'b')).toBeUndefined();
      }),
    );

    it(
      'takes many writes at once, and none',
      withStore(async ({ store }) => {
        expect(await store.transaction([])).toEqual([]);
        const stored = await store.transaction(
          Array.from({ length: 1500 }, (_, index) => ({
            operation: 'create' as const,
            resource: WIDGETS,
            object: widget(`w${String(index).padStart(4, '0')}`),
          })),
        );
        expect(stored).toHaveLength(1500);
        expect((await store.list(WIDGETS)).items).toEqual(stored);
      }),
    );

    it(
      'lets one of two transactions that touch the same object win',
      withStore(async ({ store, other }) => {
        const shared = await store.create(WIDGETS, widget('shared'));
        const preconditions = { resourceVersion: shared.metadata.resourceVersion ?? '' };
        const attempt = (through: typeof store, name: string) =>
          through.transaction([
            { operation: 'create', resource: WIDGETS, object: widget(name) },
            { operation: 'update', resource: WIDGETS, object: widget('shared'), preconditions },
          ]);
        const settled = await Promise.allSettled([attempt(store, 'left'), attempt(other ?? store, 'right')]);
        expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        expect((await store.list(WIDGETS)).items).toHaveLength(2);
      }),
    );
  });
}
