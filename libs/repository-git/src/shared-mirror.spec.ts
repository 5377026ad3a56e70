import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SecretText } from '@porch/api';
import { RepositorySteps } from '@porch/repository/testing';
import { createGitUpstreamFetcher } from './create-git-upstream-fetcher';
import { initBareRepository } from './init-bare-repository';
import { git } from './testing/git-command';
import { GitHttpServer } from './testing/git-http-server';
import { GitWorkbench } from './testing/git-workbench';

describe('repositories on one remote', () => {
  const bench = new GitWorkbench();
  let server: GitHttpServer;
  let directory: string;
  const secretRef = { name: 'credentials' };

  beforeAll(async () => {
    server = await GitHttpServer.start(bench.directory);
    directory = bench.createBare('nephio/remote.git');
  });
  afterAll(async () => {
    await server.stop();
    await bench.dispose();
  });

  it('share one mirror, and each sees its own directory', async () => {
    const url = `${server.url}/nephio/remote.git`;
    const left = new RepositorySteps(await bench.open(url, { secretRef, directory: 'left' }));
    const right = new RepositorySteps(await bench.open(`${url}/`, { secretRef, directory: 'right' }));
    const published = await left.publish('app', 'v1', 1);
    await right.publish('app', 'v1', 1);
    await left.repository.refresh(left.context);
    expect((await left.list()).map(({ selfLock }) => selfLock.git?.ref).sort()).toEqual(['left/app/v1', 'main']);
    expect((await right.list()).map(({ selfLock }) => selfLock.git?.ref).sort()).toEqual(['main', 'right/app/v1']);
    expect(readdirSync(join(bench.directory, 'cache', 'mirrors'))).toHaveLength(1);
    await right.repository.close();
    expect(await left.text(published)).toContain('value: one');
  });

  it('work on after one of them was closed and registered again', async () => {
    const url = `${server.url}/nephio/remote.git`;
    const first = await bench.open(url, { secretRef });
    await first.close();
    const again = new RepositorySteps(await bench.open(url, { secretRef }));
    expect((await again.find('left/app', 'v1'))?.revision).toBe(1);
  });

  it('are closed to whoever has no credential, although the mirror has everything', async () => {
    const wrong = bench.newOpener({
      credentialResolver: {
        resolveCredential: () => Promise.resolve({ type: 'basic', username: 'x', password: new SecretText('wrong') }),
        resolveCertificateAuthorities: () => Promise.resolve(undefined),
      },
    });
    const opening = bench.open(`${server.url}/nephio/remote.git`, { secretRef }, wrong);
    await expect(opening).rejects.toMatchObject({
      message: expect.stringContaining('authentication required') as unknown,
    });
  });

  it('are reachable or not, without being opened', async () => {
    const check = (url: string, branch = 'main') =>
      bench.opener.checkConnectivity(
        {
          apiVersion: 'config.porch.kpt.dev/v1alpha1',
          kind: 'Repository',
          metadata: { name: 'r', namespace: 'default' },
          spec: { type: 'git', git: { repo: url, branch, secretRef } },
        },
        bench.context,
      );
    await check(`${server.url}/nephio/remote.git`);
    await expect(check(`${server.url}/nephio/absent.git`)).rejects.toThrow(/not found/);
    await expect(check(`${server.url}/nephio/remote.git`, 'other')).rejects.toThrow(/branch "other" not found/);
  });

  describe('the upstream fetcher', () => {
    const fetcher = createGitUpstreamFetcher({
      cacheDirectory: join(bench.directory, 'cache'),
      allowedLocalDirectories: [bench.directory],
      credentialResolver: {
        resolveCredential: () => Promise.reject(new Error('no secret was named')),
        resolveCertificateAuthorities: () => Promise.resolve(undefined),
      },
      environment: {},
    });
    const fetch = (ref: string, repositoryDirectory: string, repo = `${server.url}/nephio/remote.git`) =>
      fetcher.fetchPackage({ repo, ref, directory: repositoryDirectory }, 'default', bench.context);

    it.each(['main', 'v1', 'left/app/v1', 'refs/heads/main'])('fetches a package at %s', async (ref) => {
      const fetched = await fetch(ref, '/left/app');
      expect([...fetched.resources.keys()].sort()).toEqual(['Kptfile', 'config.yaml']);
      const name = ref === 'v1' ? 'left/app/v1' : ref;
      expect(fetched.lock.git).toMatchObject({ directory: 'left/app', ref, commit: git(directory, 'rev-parse', name) });
    });

    it('fetches a commit, and from a local directory', async () => {
      const commit = git(directory, 'rev-parse', 'left/app/v1');
      expect((await fetch(commit, 'left/app', `file://${directory}`)).lock.git?.commit).toBe(commit);
    });

    it.each([
      ['absent', 'left/app', /cannot find git reference "absent"/],
      ['main', 'nowhere', /no directory "nowhere"/],
      ['main', '../up', /refused/],
    ])('says that there is no %s or %s', async (ref, path, message) => {
      await expect(fetch(ref, path)).rejects.toThrow(message);
    });
  });

  it('can start in a bare repository made without git', async () => {
    const made = join(bench.directory, 'playground.git');
    await initBareRepository(made);
    await initBareRepository(made);
    const steps = new RepositorySteps(await bench.open(`file://${made}`, { createBranch: true }));
    await steps.publish('app', 'v1', 1);
    expect(git(made, 'tag')).toBe('app/v1');
    expect(git(made, 'fsck', '--strict')).not.toMatch(/error/);
  });
});
