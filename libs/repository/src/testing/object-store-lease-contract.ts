import type * as jestGlobals from '@jest/globals';
import { type WithStore } from './object-store-contract';

declare const describe: typeof jestGlobals.describe;
declare const it: typeof jestGlobals.it;
declare const expect: typeof jestGlobals.expect;

export function describeLeaseContract(withStore: WithStore): void {
  describe('leases', () => {
    it(
      'are held by one, renewed by the holder, and free once released',
      withStore(async ({ store, other = store }) => {
        expect(await store.acquireLease('sync', 'server-a', 60_000)).toBe(true);
        expect(await other.acquireLease('sync', 'server-b', 60_000)).toBe(false);
        expect(await store.acquireLease('sync', 'server-a', 60_000)).toBe(true);
        expect(await other.acquireLease('another', 'server-b', 60_000)).toBe(true);
        await other.releaseLease('sync', 'server-b');
        expect(await other.acquireLease('sync', 'server-b', 60_000)).toBe(false);
        await store.releaseLease('sync', 'server-a');
        expect(await other.acquireLease('sync', 'server-b', 60_000)).toBe(true);
      }),
    );

    it(
      'pass to another when their holder does not renew them',
      withStore(async ({ store, other = store, advance }) => {
        expect(await store.acquireLease('sync', 'server-a', 200)).toBe(true);
        await advance(250);
        expect(await other.acquireLease('sync', 'server-b', 60_000)).toBe(true);
        expect(await store.acquireLease('sync', 'server-a', 200)).toBe(false);
      }),
    );

    it(
      'go to exactly one of many who ask at once',
      withStore(async ({ store, other = store }) => {
        const asked = Array.from({ length: 6 }, (_, index) =>
          (index % 2 ? store : other).acquireLease('sync', `server-${index}`, 60_000),
        );
        expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
      }),
    );
  });
}
