import { type RepositoryFixture } from './repository-fixture';

/** Makes a test body out of one that wants a fresh repository, and disposes of that afterwards. */
export type WithRepository = (body: (fixture: RepositoryFixture) => Promise<void>) => () => Promise<void>;
