import { createInMemoryRepository } from './in-memory-repository';
import { describeRepositoryContract } from './repository-contract';

describeRepositoryContract('in memory', () => {
  const repository = createInMemoryRepository();
  const other = createInMemoryRepository({ remote: repository.remote });
  return Promise.resolve({ repository, other, dispose: () => repository.close() });
});
