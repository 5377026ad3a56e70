export {
  createGitRepositoryOpener,
  type GitRepositoryOpener,
  type GitRepositoryOpenerOptions,
} from './create-git-repository-opener';
export { createGitUpstreamFetcher, type GitUpstreamFetcherOptions } from './create-git-upstream-fetcher';
export { initBareRepository } from './init-bare-repository';
export { type DraftKeeping } from './origin/origin-factory';
export { type GitOperation, type GitOperationObserver } from './origin/observed-origin';
export { DEFAULT_GIT_LIMITS, type GitLimits } from './storage/git-limits';
export { type UrlPolicy } from './transport/address-policy';
