import { systemClock } from '@porch/repository';
import { CLOCK, CREDENTIAL_RESOLVER_CONTRACT, USER_INFO_PROVIDER_CONTRACT } from '@porch/repository/di';
import { Container } from 'inversify';
import { GIT_REPOSITORY_OPENER, GIT_REPOSITORY_SETTINGS, GIT_UPSTREAM_FETCHER, gitRepositoryModule } from './di';

describe('the container module', () => {
  it('makes one opener and one fetcher', async () => {
    const container = new Container();
    container.bind(GIT_REPOSITORY_SETTINGS).toConstantValue({ cacheDirectory: '/nonexistent' });
    container.bind(CREDENTIAL_RESOLVER_CONTRACT).toConstantValue({
      resolveCredential: () => Promise.reject(new Error('none')),
      resolveCertificateAuthorities: () => Promise.resolve(undefined),
    });
    container.bind(USER_INFO_PROVIDER_CONTRACT).toConstantValue({ getUserInfo: () => undefined });
    container.bind(CLOCK).toConstantValue(systemClock);
    await container.load(gitRepositoryModule);
    expect(container.get(GIT_REPOSITORY_OPENER)).toHaveProperty('openRepository');
    expect(container.get(GIT_REPOSITORY_OPENER)).toBe(container.get(GIT_REPOSITORY_OPENER));
    expect(container.get(GIT_UPSTREAM_FETCHER)).toHaveProperty('fetchPackage');
  });
});
