import { join } from 'node:path';
import { type GitPackage, PorchError, redactUrl } from '@porch/api';
import {
  type FetchedPackage,
  type OperationContext,
  packagePathProblem,
  systemClock,
  type UpstreamFetcher,
} from '@porch/repository';
import { type GitRepositoryOpenerOptions } from './create-git-repository-opener';
import { parseTag, parseCommit } from './objects/commit';
import { isObjectId, type ObjectId } from './objects/git-object';
import { type GitOrigin } from './origin/git-origin';
import { createOriginFactory, type OriginFactory } from './origin/origin-factory';
import { readPackage } from './package/package-contents';
import { findSubtree } from './package/subtree';
import { translatingGitErrors } from './repository/git-error-translation';
import { DEFAULT_GIT_LIMITS, type GitLimits } from './storage/git-limits';
import { type ObjectReader } from './storage/object-database';
import { DEFAULT_URL_POLICY } from './transport/address-policy';

export type GitUpstreamFetcherOptions = Omit<GitRepositoryOpenerOptions, 'userInfoProvider' | 'drafts'>;

/** Fetches packages from git repositories that need not be registered; mirrors are kept in the cache directory. */
export function createGitUpstreamFetcher(options: GitUpstreamFetcherOptions): UpstreamFetcher {
  return new GitUpstreamFetcher(options);
}

class GitUpstreamFetcher implements UpstreamFetcher {
  readonly #limits: GitLimits;
  readonly #origins: OriginFactory;

  constructor(options: GitUpstreamFetcherOptions) {
    this.#limits = { ...DEFAULT_GIT_LIMITS, ...options.limits };
    this.#origins = createOriginFactory({
      // Not the registered repositories' mirrors: those keep what their own refs need, and nothing else.
      cacheDirectory: join(options.cacheDirectory, 'upstream'),
      credentialResolver: options.credentialResolver,
      allowedLocalDirectories: options.allowedLocalDirectories ?? [],
      policy: { ...DEFAULT_URL_POLICY, ...options.urlPolicy },
      limits: this.#limits,
      clock: options.clock ?? systemClock,
      environment: options.environment ?? process.env,
      sshCommand: options.sshCommand ?? 'ssh',
      observer: options.observer,
    });
  }

  fetchPackage(source: GitPackage, namespace: string, context: OperationContext): Promise<FetchedPackage> {
    return translatingGitErrors(async () => {
      const directory = checkedDirectory(source);
      const candidates = refCandidates(source.ref, directory);
      const origin = this.#origins.open({
        url: source.repo,
        // A commit can be anywhere, so all branches and tags are needed then.
        prefixes: isObjectId(source.ref) ? ['refs/heads/', 'refs/tags/'] : candidates,
        namespace,
        secretName: source.secretRef?.name || undefined,
      });
      try {
        await origin.refresh(context);
        return this.#read(origin, source, directory, candidates);
      } finally {
        await origin.close();
      }
    });
  }

  #read(origin: GitOrigin, source: GitPackage, directory: string, candidates: readonly string[]): FetchedPackage {
    const { repo, ref } = source;
    const target = isObjectId(ref)
      ? ref
      : candidates.map((name) => origin.refs.get(name)).find((id) => id !== undefined);
    const commit = target === undefined ? undefined : peel(origin.objects, target);
    if (commit === undefined) {
      throw new PorchError('Invalid', `cannot find git reference "${ref}" in repository ${redactUrl(repo)}`);
    }
    const root = parseCommit(origin.objects.read(commit).content).tree;
    const tree = findSubtree(origin.objects, root, directory);
    if (tree === undefined) {
      throw new PorchError('Invalid', `there is no directory "${source.directory}" at "${ref}" in ${redactUrl(repo)}`);
    }
    return {
      resources: readPackage(origin.objects, tree, this.#limits),
      lock: { type: 'git', git: { repo, directory, ref, commit } },
    };
  }
}

/** The tag of a package's own version first, then the names as they are (E-2.3). */
function refCandidates(ref: string, directory: string): string[] {
  const names = directory === '' ? [ref] : [`${directory}/${ref}`, ref];
  const full = names.flatMap((name) => [`refs/tags/${name}`, `refs/heads/${name}`]);
  return ref.startsWith('refs/') ? [ref, ...full] : full;
}

function checkedDirectory(source: GitPackage): string {
  if (source.ref === '') throw new PorchError('Invalid', 'the git reference to fetch is empty');
  const directory = source.directory.replace(/^\.?\/+|\/+$/g, '').replace(/^\.$/, '');
  const problem = directory === '' ? undefined : packagePathProblem(directory);
  if (problem !== undefined) throw new PorchError('Invalid', `directory "${source.directory}" is refused: ${problem}`);
  return directory;
}

function peel(objects: ObjectReader, target: ObjectId): ObjectId | undefined {
  for (let id = target, depth = 0; depth < 8 && objects.has(id); depth += 1) {
    const object = objects.read(id);
    if (object.type === 'commit') return id;
    if (object.type !== 'tag') return undefined;
    id = parseTag(object.content).object;
  }
  return undefined;
}
