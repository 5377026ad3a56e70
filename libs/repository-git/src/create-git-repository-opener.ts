import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type RepositoryObject } from '@porch/api';
import {
  type Clock,
  type CredentialResolver,
  type OperationContext,
  type Repository,
  type RepositoryOpener,
  systemClock,
  type UserInfoProvider,
} from '@porch/repository';
import { FactFile } from './facts/fact-file';
import { ObjectFacts } from './facts/object-facts';
import { type GitOperationObserver } from './origin/observed-origin';
import { createOriginFactory, type DraftKeeping, type OriginFactory } from './origin/origin-factory';
import { ensureBranch, missingBranch } from './repository/ensure-branch';
import { translatingGitErrors } from './repository/git-error-translation';
import { GitRepository } from './repository/git-repository';
import { checkGitSpec, type CheckedGitSpec } from './repository/git-repository-spec';
import { DEFAULT_GIT_LIMITS, type GitLimits } from './storage/git-limits';
import { DEFAULT_URL_POLICY, type UrlPolicy } from './transport/address-policy';

export interface GitRepositoryOpenerOptions {
  /** Mirrors of remotes and what was learned from commits; may be deleted while nothing runs. */
  readonly cacheDirectory: string;
  /** Where drafts are until they are proposed; in the remote by default. */
  readonly drafts?: DraftKeeping;
  readonly credentialResolver: CredentialResolver;
  readonly userInfoProvider: UserInfoProvider;
  /** Directories under which `file://` repositories may lie; none by default. */
  readonly allowedLocalDirectories?: readonly string[];
  readonly urlPolicy?: Partial<UrlPolicy>;
  readonly limits?: Partial<GitLimits>;
  readonly clock?: Clock;
  /** Where proxy variables are read from; the process's by default. */
  readonly environment?: NodeJS.ProcessEnv;
  /** The ssh program for `ssh://` remotes; `ssh` by default. */
  readonly sshCommand?: string;
  /** Told of every operation with a git server or a bare directory. */
  readonly observer?: GitOperationObserver;
}

export interface GitRepositoryOpener extends RepositoryOpener {
  /**
   * Whether a repository can be reached with its credentials and has its branch, without fetching anything.
   * @throws PorchError saying what is wrong
   */
  checkConnectivity(repository: RepositoryObject, context: OperationContext): Promise<void>;
}

/** Opens Repositories of type git. One opener shares mirrors among all repositories on one URL. */
export function createGitRepositoryOpener(options: GitRepositoryOpenerOptions): GitRepositoryOpener {
  return new DefaultGitRepositoryOpener(options);
}

class DefaultGitRepositoryOpener implements GitRepositoryOpener {
  readonly #limits: GitLimits;
  readonly #clock: Clock;
  readonly #origins: OriginFactory;
  readonly #facts = new Map<string, { readonly facts: ObjectFacts; users: number }>();

  constructor(private readonly options: GitRepositoryOpenerOptions) {
    this.#limits = { ...DEFAULT_GIT_LIMITS, ...options.limits };
    this.#clock = options.clock ?? systemClock;
    this.#origins = createOriginFactory({
      cacheDirectory: options.cacheDirectory,
      drafts: options.drafts,
      credentialResolver: options.credentialResolver,
      allowedLocalDirectories: options.allowedLocalDirectories ?? [],
      policy: { ...DEFAULT_URL_POLICY, ...options.urlPolicy },
      limits: this.#limits,
      clock: this.#clock,
      environment: options.environment ?? process.env,
      sshCommand: options.sshCommand ?? 'ssh',
      observer: options.observer,
    });
  }

  async openRepository(repository: RepositoryObject, context: OperationContext): Promise<Repository> {
    return translatingGitErrors(async () => {
      const spec = checkGitSpec(repository);
      const origin = this.#openOrigin(repository, spec);
      try {
        await origin.refresh(context);
        await ensureBranch(origin, spec, this.#clock, context);
      } catch (error) {
        await origin.close();
        throw error;
      }
      const opened = new GitRepository({
        key: { namespace: repository.metadata.namespace ?? '', name: repository.metadata.name ?? '' },
        spec: spec.git,
        layout: spec.layout,
        origin,
        facts: this.#acquireFacts(origin.address),
        limits: this.#limits,
        clock: this.#clock,
        userInfoProvider: this.options.userInfoProvider,
        onClose: () => this.#releaseFacts(origin.address),
      });
      try {
        await opened.load(context);
      } catch (error) {
        await opened.close();
        throw error;
      }
      return opened;
    });
  }

  async checkConnectivity(repository: RepositoryObject, context: OperationContext): Promise<void> {
    await translatingGitErrors(async () => {
      const spec = checkGitSpec(repository);
      const origin = this.#openOrigin(repository, spec);
      try {
        const refs = await origin.readRefs(context);
        if (!refs.has(spec.layout.branchRef) && !spec.git.createBranch) {
          throw missingBranch(spec);
        }
      } finally {
        await origin.close();
      }
    });
  }

  #openOrigin(repository: RepositoryObject, { git, layout }: CheckedGitSpec) {
    return this.#origins.open({
      url: git.repo,
      prefixes: layout.prefixes,
      namespace: repository.metadata.namespace ?? '',
      secretName: git.secretRef?.name || undefined,
    });
  }

  #acquireFacts(address: string): ObjectFacts {
    const known = this.#facts.get(address);
    if (known) {
      known.users += 1;
      return known.facts;
    }
    const name = `${createHash('sha256').update(address).digest('hex')}.jsonl`;
    const facts = new ObjectFacts(new FactFile(join(this.options.cacheDirectory, 'facts', name)), this.#limits);
    this.#facts.set(address, { facts, users: 1 });
    return facts;
  }

  #releaseFacts(address: string): void {
    const known = this.#facts.get(address);
    if (!known) return;
    known.users -= 1;
    if (known.users === 0) this.#facts.delete(address);
  }
}
