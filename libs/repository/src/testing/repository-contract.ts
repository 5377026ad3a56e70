import type * as jestGlobals from '@jest/globals';
import { describeDraftContract } from './repository-draft-contract';
import { describePublicationContract } from './repository-publication-contract';
import { describeContentsContract } from './repository-contents-contract';
import { describeConcurrencyContract } from './repository-concurrency-contract';
import { type RepositoryFixture } from './repository-fixture';

declare const describe: typeof jestGlobals.describe;

/**
 * What every {@link Repository} must do. Call it in a Jest specification with a factory that makes an empty one.
 */
export function describeRepositoryContract(name: string, makeFixture: () => Promise<RepositoryFixture>): void {
  describe(`the repository contract: ${name}`, () => {
    const withRepository =
      (body: (fixture: RepositoryFixture) => Promise<void>): (() => Promise<void>) =>
      async () => {
        const fixture = await makeFixture();
        try {
          await body(fixture);
        } finally {
          await fixture.dispose();
        }
      };
    describeDraftContract(withRepository);
    describePublicationContract(withRepository);
    describeContentsContract(withRepository);
    describeConcurrencyContract(withRepository);
  });
}
