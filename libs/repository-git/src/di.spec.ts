import { Container } from 'inversify';
import {
  CREDENTIAL_RESOLVER,
  GIT_REPOSITORY_OPENER,
  GIT_REPOSITORY_SETTINGS,
  GIT_UPSTREAM_FETCHER,
  gitRepositoryModule,
  USER_INFO_PROVIDER,
} from './di';

describe('the container module', () => {
  it('makes one opener and one fetcher', async () => {
    const container = new Container();
    container.bind(GIT_REPOSITORY_SETTINGS).toConstantValue({ cacheDirectory: '/nonexistent' });
    container.bind(CREDENTIAL_RESOLVER).toConstantValue({});
    container.bind(USER_INFO_PROVIDER).toConstantValue({});
    await container.load(gitRepositoryModule);
    expect(container.get(GIT_REPOSITORY_OPENER)).toHaveProperty('openRepository');
    expect(container.get(GIT_REPOSITORY_OPENER)).toBe(container.get(GIT_REPOSITORY_OPENER));
    expect(container.get(GIT_UPSTREAM_FETCHER)).toHaveProperty('fetchPackage');
  });
});
