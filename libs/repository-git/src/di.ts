import { ContainerModule } from 'inversify';
import { type CredentialResolver, type UserInfoProvider } from '@porch/repository';
import { createGitRepositoryOpener, type GitRepositoryOpenerOptions } from './create-git-repository-opener';
import { createGitUpstreamFetcher } from './create-git-upstream-fetcher';

/** Everything of {@link GitRepositoryOpenerOptions} that is not a service of its own. */
export type GitRepositorySettings = Omit<GitRepositoryOpenerOptions, 'credentialResolver' | 'userInfoProvider'>;

export const GIT_REPOSITORY_OPENER = Symbol.for('@porch/repository-git/GitRepositoryOpener');
export const GIT_UPSTREAM_FETCHER = Symbol.for('@porch/repository-git/GitUpstreamFetcher');
export const GIT_REPOSITORY_SETTINGS = Symbol.for('@porch/repository-git/GitRepositorySettings');
/** Bound by whoever composes the application. */
export const CREDENTIAL_RESOLVER = Symbol.for('@porch/repository/CredentialResolver');
export const USER_INFO_PROVIDER = Symbol.for('@porch/repository/UserInfoProvider');

/** Binds the git opener and the upstream fetcher; needs the settings, a credential resolver and a user-info provider. */
export const gitRepositoryModule = new ContainerModule(({ bind }) => {
  bind(GIT_REPOSITORY_OPENER)
    .toResolvedValue(
      (settings: GitRepositorySettings, credentialResolver: CredentialResolver, userInfoProvider: UserInfoProvider) =>
        createGitRepositoryOpener({ ...settings, credentialResolver, userInfoProvider }),
      [GIT_REPOSITORY_SETTINGS, CREDENTIAL_RESOLVER, USER_INFO_PROVIDER],
    )
    .inSingletonScope();
  bind(GIT_UPSTREAM_FETCHER)
    .toResolvedValue(
      (settings: GitRepositorySettings, credentialResolver: CredentialResolver) =>
        createGitUpstreamFetcher({ ...settings, credentialResolver }),
      [GIT_REPOSITORY_SETTINGS, CREDENTIAL_RESOLVER],
    )
    .inSingletonScope();
});
