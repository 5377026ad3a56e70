import { type UpstreamFetcher } from '@porch/repository';
import { CLOCK, CREDENTIAL_RESOLVER_CONTRACT, USER_INFO_PROVIDER_CONTRACT } from '@porch/repository/di';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import {
  createGitRepositoryOpener,
  type GitRepositoryOpener,
  type GitRepositoryOpenerOptions,
} from './create-git-repository-opener';
import { createGitUpstreamFetcher } from './create-git-upstream-fetcher';

/** Everything of {@link GitRepositoryOpenerOptions} that is not a service of its own. */
export type GitRepositorySettings = Omit<
  GitRepositoryOpenerOptions,
  'credentialResolver' | 'userInfoProvider' | 'clock'
>;

export const GIT_REPOSITORY_OPENER: ServiceIdentifier<GitRepositoryOpener> = Symbol.for(
  '@porch/repository-git/GitRepositoryOpener',
);
export const GIT_UPSTREAM_FETCHER: ServiceIdentifier<UpstreamFetcher> = Symbol.for(
  '@porch/repository-git/GitUpstreamFetcher',
);
export const GIT_REPOSITORY_SETTINGS: ServiceIdentifier<GitRepositorySettings> = Symbol.for(
  '@porch/repository-git/GitRepositorySettings',
);

/**
 * Binds {@link GIT_REPOSITORY_OPENER} and {@link GIT_UPSTREAM_FETCHER}; needs {@link GIT_REPOSITORY_SETTINGS}, a
 * credential resolver, a user-info provider and a clock.
 */
export const gitRepositoryModule = new ContainerModule(({ bind }) => {
  bind(GIT_REPOSITORY_OPENER)
    .toResolvedValue(
      (settings: GitRepositorySettings, credentialResolver, userInfoProvider, clock) =>
        createGitRepositoryOpener({ ...settings, credentialResolver, userInfoProvider, clock }),
      [GIT_REPOSITORY_SETTINGS, CREDENTIAL_RESOLVER_CONTRACT, USER_INFO_PROVIDER_CONTRACT, CLOCK],
    )
    .inSingletonScope();
  bind(GIT_UPSTREAM_FETCHER)
    .toResolvedValue(
      (settings: GitRepositorySettings, credentialResolver, clock) =>
        createGitUpstreamFetcher({ ...settings, credentialResolver, clock }),
      [GIT_REPOSITORY_SETTINGS, CREDENTIAL_RESOLVER_CONTRACT, CLOCK],
    )
    .inSingletonScope();
});
