import type * as jestGlobals from '@jest/globals';
import { describeChangeFeedContract } from './object-store-feed-contract';
import { type ObjectStoreFixture } from './object-store-fixture';
import { describeLeaseContract } from './object-store-lease-contract';
import { describeStoredObjectContract } from './object-store-object-contract';
import { describeTransactionContract } from './object-store-transaction-contract';

declare const describe: typeof jestGlobals.describe;

/** Makes a test body out of one that wants a fresh store, and disposes of that afterwards. */
export type WithStore = (body: (fixture: ObjectStoreFixture) => Promise<void>) => () => Promise<void>;

/** What every {@link ObjectStore} must do. Call it in a Jest specification with a factory that makes an empty one. */
export function describeObjectStoreContract(name: string, makeFixture: () => Promise<ObjectStoreFixture>): void {
  describe(`the object store contract: ${name}`, () => {
    const withStore: WithStore = (body) => async () => {
      const fixture = await makeFixture();
      try {
        await body(fixture);
      } finally {
        await fixture.dispose();
      }
    };
    describeStoredObjectContract(withStore);
    describeTransactionContract(withStore);
    describeChangeFeedContract(withStore);
    describeLeaseContract(withStore);
  });
}
