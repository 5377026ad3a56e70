export { createFakeClock, type FakeClock } from './fake-clock';
export { describeFunctionRuntimeContract, type FunctionRuntimeFixture } from './function-runtime-contract';
export { createInMemoryRepository, InMemoryRepository, type InMemoryRepositoryOptions } from './in-memory-repository';
export {
  createInMemoryRepositoryOpener,
  InMemoryRepositoryOpener,
  type RemoteTrouble,
} from './in-memory-repository-opener';
export { InMemoryRemote } from './in-memory-remote';
export { describeObjectStoreContract } from './object-store-contract';
export { ChangeRecorder, type ObjectStoreFixture } from './object-store-fixture';
export { describeRepositoryContract } from './repository-contract';
export { type RepositoryFixture, RepositorySteps } from './repository-fixture';
export { samplePackage } from './sample-package';
