import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RepositoryObject, SecretText } from '@porch/api';
import { backgroundContext, type Repository } from '@porch/repository';
import {
  createGitRepositoryOpener,
  type GitRepositoryOpener,
  type GitRepositoryOpenerOptions,
} from '../create-git-repository-opener';
import { git } from './git-command';

/** A scratch directory with bare repositories and an opener for them, as tests need it. */
export class GitWorkbench {
  readonly directory = mkdtempSync(join(tmpdir(), 'porch-git-'));
  readonly context = backgroundContext();
  readonly opener: GitRepositoryOpener;
  readonly #opened: Repository[] = [];

  constructor(options: Partial<GitRepositoryOpenerOptions> = {}) {
    this.opener = this.newOpener(options);
  }

  newOpener(options: Partial<GitRepositoryOpenerOptions> = {}): GitRepositoryOpener {
    return createGitRepositoryOpener({
      cacheDirectory: join(this.directory, 'cache'),
      allowedLocalDirectories: [this.directory],
      credentialResolver: {
        resolveCredential: () =>
          Promise.resolve({ type: 'basic', username: 'nephio', password: new SecretText('secret') }),
        resolveCertificateAuthorities: () => Promise.resolve(undefined),
      },
      userInfoProvider: { getUserInfo: (context) => context.user },
      environment: {},
      ...options,
    });
  }

  /** A bare repository with one commit on main. */
  createBare(name: string): string {
    const directory = join(this.directory, name);
    git(this.directory, 'init', '--quiet', '--bare', '--initial-branch=main', directory);
    const tree = git(directory, 'hash-object', '-t', 'tree', '-w', '/dev/null');
    git(directory, 'update-ref', 'refs/heads/main', git(directory, 'commit-tree', tree, '-m', 'Initial commit'));
    return directory;
  }

  async open(url: string, git: Partial<NonNullable<RepositoryObject['spec']['git']>> = {}, opener = this.opener) {
    const repository = await opener.openRepository(repositoryObject(url, git), this.context);
    this.#opened.push(repository);
    return repository;
  }

  async dispose(): Promise<void> {
    for (const repository of this.#opened) await repository.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export function repositoryObject(
  url: string,
  git: Partial<NonNullable<RepositoryObject['spec']['git']>> = {},
): RepositoryObject {
  return {
    apiVersion: 'config.porch.kpt.dev/v1alpha1',
    kind: 'Repository',
    metadata: { name: 'blueprints', namespace: 'default' },
    spec: { type: 'git', git: { repo: url, branch: 'main', ...git } },
  };
}
