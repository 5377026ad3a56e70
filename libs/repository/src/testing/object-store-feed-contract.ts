import type * as jestGlobals from '@jest/globals';
import { type WithStore } from './object-store-contract';
import { ChangeRecorder, GADGETS, versionOf, widget, WIDGETS } from './object-store-fixture';

declare const describe: typeof jestGlobals.describe;
declare const it: typeof jestGlobals.it;
declare const expect: typeof jestGlobals.expect;

export function describeChangeFeedContract(withStore: WithStore): void {
  describe('the change feed', () => {
    it(
      'tells creations, updates and deletions with what was there before',
      withStore(async ({ store }) => {
        const feed = new ChangeRecorder(store.changes());
        const created = await store.create(WIDGETS, widget('a'));
        const updated = await store.update(WIDGETS, widget('a', 'default', { spec: 2 }));
        const deleted = await store.delete(WIDGETS, 'default', 'a');
        const changes = await feed.atLeast(3);
        feed.stop();
        expect(changes).toEqual([
          change('Added', created, undefined),
          change('Modified', updated, created),
          change('Deleted', deleted, updated),
        ]);
        expect(deleted).toMatchObject({ spec: 2 });
      }),
    );

    it(
      'has told a change before its write resolves',
      withStore(async ({ store }) => {
        const feed = new ChangeRecorder(store.changes());
        for (const name of ['a', 'b', 'c']) {
          await store.create(WIDGETS, widget(name));
          expect(feed.lines.at(-1)).toBe(`Added ${name}`);
        }
        feed.stop();
      }),
    );

    it(
      'starts after any version it still keeps, and goes on with what comes, without gap or repetition',
      withStore(async ({ store }) => {
        const objects = [];
        for (let index = 0; index < 5; index += 1) objects.push(await store.create(WIDGETS, widget(`w${index}`)));
        const feed = new ChangeRecorder(store.changes({ after: objects[1]?.metadata.resourceVersion ?? '' }));
        await Promise.all([5, 6, 7].map((index) => store.create(WIDGETS, widget(`w${index}`))));
        const changes = await feed.atLeast(6);
        feed.stop();
        const first = versionOf(objects[2]);
        expect(changes.map(({ resourceVersion }) => Number(resourceVersion))).toEqual(
          Array.from({ length: 6 }, (_, index) => first + index),
        );
      }),
    );

    it(
      'can be limited to one resource',
      withStore(async ({ store }) => {
        const before = await store.currentResourceVersion();
        const live = new ChangeRecorder(store.changes({ resource: GADGETS }));
        await store.create(WIDGETS, widget('w'));
        await store.create(GADGETS, widget('g'));
        const replayed = new ChangeRecorder(store.changes({ resource: GADGETS, after: before }));
        expect((await live.atLeast(1)).map(({ resource }) => resource)).toEqual([GADGETS]);
        expect((await replayed.atLeast(1)).map(({ resource }) => resource)).toEqual([GADGETS]);
        live.stop();
        replayed.stop();
      }),
    );

    it(
      'stops telling a subscriber that left, and goes on telling the others',
      withStore(async ({ store }) => {
        const leaving = new ChangeRecorder(store.changes());
        const staying = new ChangeRecorder(store.changes());
        leaving.stop();
        await store.create(WIDGETS, widget('a'));
        await staying.atLeast(1);
        staying.stop();
        expect(leaving.changes).toEqual([]);
      }),
    );

    it(
      'says Expired for a version that was compacted away or that never was',
      withStore(async ({ store }) => {
        const first = await store.create(WIDGETS, widget('a'));
        const second = await store.create(WIDGETS, widget('b'));
        await store.create(WIDGETS, widget('c'));
        await store.compact(second.metadata.resourceVersion ?? '');
        expect(await store.oldestResourceVersion()).toBe(second.metadata.resourceVersion);
        const before = new ChangeRecorder(store.changes({ after: first.metadata.resourceVersion ?? '' }));
        expect(await before.failure()).toMatchObject({ reason: 'Expired' });
        const kept = new ChangeRecorder(store.changes({ after: second.metadata.resourceVersion ?? '' }));
        expect((await kept.atLeast(1)).map(({ object }) => object.metadata.name)).toEqual(['c']);
        kept.stop();
        const future = new ChangeRecorder(store.changes({ after: '999999999' }));
        expect(await future.failure()).toMatchObject({ reason: 'Expired' });
        expect((await store.list(WIDGETS)).items).toHaveLength(3);
      }),
    );

    it(
      'keeps its history over a restart',
      withStore(async ({ store, reopen }) => {
        const before = await store.currentResourceVersion();
        await store.create(WIDGETS, widget('a'));
        if (!reopen) return;
        const again = await reopen();
        const feed = new ChangeRecorder(again.changes({ after: before }));
        await again.delete(WIDGETS, 'default', 'a');
        await feed.atLeast(2);
        feed.stop();
        expect(feed.lines).toEqual(['Added a', 'Deleted a']);
      }),
    );

    it(
      'tells what another server wrote, in one order for all',
      withStore(async ({ store, other }) => {
        if (!other) return;
        const here = new ChangeRecorder(store.changes());
        const there = new ChangeRecorder(other.changes());
        const names = Array.from({ length: 20 }, (_, index) => `w${index}`);
        await Promise.all(names.map((name, index) => (index % 2 ? store : other).create(WIDGETS, widget(name))));
        await here.atLeast(20);
        await there.atLeast(20);
        here.stop();
        there.stop();
        const versions = here.changes.map(({ resourceVersion }) => Number(resourceVersion));
        expect(versions).toEqual([...versions].sort((a, b) => a - b));
        expect(here.lines).toEqual(there.lines);
        expect(new Set(here.lines).size).toBe(20);
      }),
    );
  });
}

function change(type: string, object: { metadata: { resourceVersion?: string } }, previous: unknown): object {
  return { type, resource: WIDGETS, object, previous, resourceVersion: object.metadata.resourceVersion };
}
