import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { type RepositoryObject, SecretText } from '@porch/api';
import { backgroundContext, type Repository } from '@porch/repository';
import {
  createGitRepositoryOpener,
  type GitRepositoryOpener,
  type GitRepositoryOpenerOptions,
} from '../create-git-repository-opener';
import { formatCommit } from '../objects/commit';
import { type IdentifiedObject, identifyObject } from '../objects/git-object';

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
    writeBareRepository(directory);
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

/** As git would make it, without the four processes that would take. */
function writeBareRepository(directory: string): void {
  for (const name of ['hooks', 'objects/pack', 'objects/info', 'refs/heads', 'refs/tags']) {
    mkdirSync(join(directory, name), { recursive: true });
  }
  writeFileSync(join(directory, 'HEAD'), 'ref: refs/heads/main\n');
  writeFileSync(
    join(directory, 'config'),
    '[core]\n\trepositoryformatversion = 0\n\tbare = true\n[http]\n\treceivepack = true\n',
  );
  const store = ({ id, type, content }: IdentifiedObject) => {
    mkdirSync(join(directory, 'objects', id.slice(0, 2)), { recursive: true });
    const bytes = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
    writeFileSync(join(directory, 'objects', id.slice(0, 2), id.slice(2)), deflateSync(bytes));
    return id;
  };
  const outsider = { name: 'outsider', email: 'outsider@example.com', seconds: 1_700_000_000, zone: '+0000' };
  const tree = store(identifyObject('tree', Buffer.alloc(0)));
  const commit = { tree, parents: [], author: outsider, committer: outsider, message: 'Initial commit\n' };
  writeFileSync(join(directory, 'refs/heads/main'), `${store(identifyObject('commit', formatCommit(commit)))}\n`);
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
