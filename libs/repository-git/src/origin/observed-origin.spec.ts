import { RepositorySteps } from '@porch/repository/testing';
import { GitHttpServer } from '../testing/git-http-server';
import { GitWorkbench, repositoryObject } from '../testing/git-workbench';
import { type GitOperationObserver } from './observed-origin';

describe('the observer of git operations', () => {
  const told: [string, string, string][] = [];
  const observer: GitOperationObserver = async (operation, address, work) => {
    try {
      const result = await work();
      told.push([operation, address, 'done']);
      return result;
    } catch (error) {
      told.push([operation, address, 'failed']);
      throw error;
    }
  };
  const bench = new GitWorkbench({ observer });
  let server: GitHttpServer;
  beforeAll(async () => {
    server = await GitHttpServer.start(bench.directory);
  });
  beforeEach(() => told.splice(0));
  afterAll(async () => {
    await server.stop();
    await bench.dispose();
  });

  it.each(['a directory', 'a server'])(
    'is told of what is done with %s, with an address and its end',
    async (where) => {
      const directory = bench.createBare(`nephio/${where.slice(2)}.git`);
      const url = where === 'a directory' ? `file://${directory}` : `${server.url}/nephio/server.git`;
      const repository = await bench.open(url, { secretRef: { name: 'credentials' } });
      expect(told).toEqual([['fetch', url, 'done']]);
      await new RepositorySteps(repository).create('app', 'v1');
      await repository.version(bench.context);
      expect(told.map(([operation]) => operation)).toEqual(['fetch', 'push', 'list-refs']);
    },
  );

  it('is told of failures, which go on to the caller', async () => {
    const url = `${server.url}/nephio/missing.git`;
    const opening = bench.opener.openRepository(repositoryObject(url), bench.context);
    await expect(opening).rejects.toThrow('missing.git');
    expect(told).toEqual([['fetch', url, 'failed']]);
  });
});
