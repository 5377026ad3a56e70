import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Repository } from '@porch/repository';
import { RepositorySteps } from '@porch/repository/testing';
import { git } from './testing/git-command';
import { GitHttpServer } from './testing/git-http-server';
import { GitWorkbench } from './testing/git-workbench';
import { InterceptingProxy, withoutFraming } from './testing/intercepting-proxy';

describe('a remote that misbehaves', () => {
  const bench = new GitWorkbench();
  let server: GitHttpServer;
  let proxy: InterceptingProxy;
  let directory: string;
  let count = 0;
  let steps: RepositorySteps;
  let repository: Repository;
  const secretRef = { name: 'credentials' };
  const address = () => `${proxy.url}/nephio/remote-${count}.git`;

  beforeAll(async () => {
    server = await GitHttpServer.start(bench.directory);
  });
  afterAll(async () => {
    await server.stop();
    await bench.dispose();
  });
  beforeEach(async () => {
    proxy = await InterceptingProxy.start(server.url);
    count += 1;
    directory = bench.createBare(`nephio/remote-${count}.git`);
    repository = await bench.open(address(), { secretRef });
    steps = new RepositorySteps(repository);
  });
  afterEach(async () => {
    expect(git(directory, 'fsck', '--strict')).not.toMatch(/error|missing/);
    await proxy.stop();
  });

  const onPush = (act: (forward: () => Promise<unknown>, destroy: () => void) => Promise<boolean>) => {
    proxy.intercept = async (request, response, forward) => {
      if (request.method === 'POST' && request.url?.endsWith('git-receive-pack')) {
        if (!(await act(forward, () => response.destroy()))) return;
      }
      const { status, headers, body } = await forward();
      response.writeHead(status, withoutFraming(headers)).end(body);
    };
  };
  const tags = () => git(directory, 'tag', '--list');

  it('finds out from the refs that a publication whose answer was lost took effect', async () => {
    const proposed = await steps.propose(await steps.create('app', 'v1'));
    let pushes = 0;
    onPush(async (forward, destroy) => {
      pushes += 1;
      await forward();
      destroy();
      return false;
    });
    expect(await steps.approve(proposed, 1)).toMatchObject({ revision: 1, lifecycle: 'Published' });
    expect(pushes).toBe(1);
    expect(tags()).toBe('app/v1');
    expect(git(directory, 'rev-list', '--count', '--first-parent', 'main')).toBe('2');
  });

  it('sends a publication again that was lost before it arrived', async () => {
    const proposed = await steps.propose(await steps.create('app', 'v1'));
    let pushes = 0;
    onPush((_forward, destroy) => {
      pushes += 1;
      if (pushes === 1) destroy();
      return Promise.resolve(pushes > 1);
    });
    expect(await steps.approve(proposed, 1)).toMatchObject({ revision: 1 });
    expect(pushes).toBe(2);
    expect(git(directory, 'rev-list', '--count', '--first-parent', 'main')).toBe('2');
  });

  it('says so when it cannot tell, and changes nothing it knows', async () => {
    const proposed = await steps.propose(await steps.create('app', 'v1'));
    proxy.intercept = (_request, response) => Promise.resolve(void response.destroy());
    await expect(steps.approve(proposed, 1)).rejects.toMatchObject({ reason: 'ServiceUnavailable' });
    proxy.intercept = undefined;
    expect(await steps.find('app', 'v1')).toMatchObject({ lifecycle: 'Proposed' });
    expect(tags()).toBe('');
  });

  it("hands a hook's words to the user and leaves everything as it was", async () => {
    const proposed = await steps.propose(await steps.create('app', 'v1'));
    writeFileSync(join(directory, 'hooks', 'pre-receive'), '#!/bin/sh\necho "frozen until monday" >&2\nexit 1\n', {
      mode: 0o755,
    });
    const before = git(directory, 'for-each-ref');
    await expect(steps.approve(proposed, 1)).rejects.toMatchObject({
      reason: 'Forbidden',
      message: expect.stringContaining('frozen until monday') as unknown,
    });
    expect(git(directory, 'for-each-ref')).toBe(before);
    expect(await steps.find('app', 'v1')).toMatchObject({ lifecycle: 'Proposed' });
  });

  it('computes an approval anew when main moved meanwhile, keeping what was pushed there', async () => {
    const proposed = await steps.propose(await steps.create('app', 'v1'));
    const blob = git(directory, 'hash-object', '-w', join(directory, 'HEAD'));
    git(directory, 'read-tree', 'main');
    git(directory, 'update-index', '--add', '--cacheinfo', `100644,${blob},outside.txt`);
    const outside = git(directory, 'commit-tree', '-p', 'main', '-m', 'outside', git(directory, 'write-tree'));
    git(directory, 'update-ref', 'refs/heads/main', outside);

    const published = await steps.approve(proposed, 1);
    expect(published).toMatchObject({ revision: 1 });
    expect(git(directory, 'ls-tree', '--name-only', 'main')).toBe('app\noutside.txt');
    expect(git(directory, 'rev-parse', 'main^1')).toBe(outside);
  });

  it('publishes in one request', async () => {
    const proposed = await steps.propose(await steps.create('app', 'v1'));
    proxy.requests.length = 0;
    await steps.approve(proposed, 1);
    expect(proxy.requests).toEqual([expect.stringMatching(/^POST .*git-receive-pack$/)]);
  });

  it('gives up on a remote that hangs, within its limits', async () => {
    proxy.intercept = () => new Promise(() => undefined);
    const opener = bench.newOpener({ limits: { idleTimeoutMilliseconds: 100 } });
    await expect(bench.open(address(), { secretRef }, opener)).rejects.toMatchObject({ reason: 'Timeout' });
  });

  it('gives up on a remote that dribbles', async () => {
    const timers: NodeJS.Timeout[] = [];
    proxy.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
      timers.push(setInterval(() => response.write('0'), 20));
      return Promise.resolve();
    };
    const opener = bench.newOpener({ limits: { exchangeTimeoutMilliseconds: 300, idleTimeoutMilliseconds: 60_000 } });
    await expect(bench.open(address(), { secretRef }, opener)).rejects.toMatchObject({
      reason: 'Timeout',
      message: expect.stringContaining('exchangeTimeoutMilliseconds') as unknown,
    });
    timers.forEach((timer) => clearInterval(timer));
  });

  it.each([
    [500, 'ServiceUnavailable', /status code: 500/],
    [404, 'ServiceUnavailable', /repository not found/],
    [401, 'ServiceUnavailable', /authentication required/],
  ])('says what a status of %i means', async (status, reason, message) => {
    proxy.intercept = (_request, response) => Promise.resolve(void response.writeHead(status).end());
    await expect(repository.refresh(steps.context)).rejects.toMatchObject({
      reason,
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('refuses what is no git server', async () => {
    proxy.intercept = (_request, response) =>
      Promise.resolve(void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
    await expect(bench.open(address(), { secretRef }, bench.newOpener())).rejects.toMatchObject({
      message: expect.stringContaining('does not answer as a git server does') as unknown,
    });
  });

  it('becomes unusable by what exceeds a limit, and says which', async () => {
    await steps.publish('app', 'v1', 1);
    for (const [limit, value] of Object.entries({ maximumRepositoryBytes: 200, maximumObjects: 3, maximumRefs: 1 })) {
      const opener = bench.newOpener({ limits: { [limit]: value }, cacheDirectory: join(bench.directory, limit) });
      await expect(bench.open(address(), { secretRef }, opener)).rejects.toMatchObject({
        reason: 'RequestEntityTooLarge',
        message: expect.stringContaining(limit) as unknown,
      });
    }
  });

  it('keeps what it has when a transfer arrives broken', async () => {
    await steps.publish('app', 'v1', 1);
    const other = new RepositorySteps(
      await bench.open(
        address(),
        { secretRef },
        bench.newOpener({ cacheDirectory: join(bench.directory, `elsewhere-${count}`) }),
      ),
    );
    await steps.publish('app', 'v2', 2);
    proxy.intercept = async (_request, response, forward) => {
      const { status, headers, body } = await forward();
      const start = body.indexOf('PACK');
      if (start >= 0) body.fill(7, start + 30, start + 60);
      response.writeHead(status, withoutFraming(headers)).end(body);
    };
    await expect(other.repository.refresh(other.context)).rejects.toMatchObject({
      message: expect.stringMatching(/truncated or damaged/) as unknown,
    });
    expect(await other.text((await other.find('app', 'v1'))!)).toContain('value: one');
    proxy.intercept = undefined;
    await other.repository.refresh(other.context);
    expect(await other.find('app', 'v2')).toMatchObject({ revision: 2 });
  });

  it('takes the credential to its own host only', async () => {
    const elsewhere = await InterceptingProxy.start(server.url);
    try {
      proxy.intercept = (request, response) => {
        response.writeHead(302, { location: `${elsewhere.url.replace('127.0.0.1', 'localhost')}${request.url}` }).end();
        return Promise.resolve();
      };
      await bench.open(address(), { secretRef }, bench.newOpener());
      expect(proxy.authorizations.at(-1)).toMatch(/^Basic /);
      expect(elsewhere.requests.length).toBeGreaterThan(0);
      expect(elsewhere.authorizations.every((header) => header === undefined)).toBe(true);
    } finally {
      await elsewhere.stop();
    }
  });

  it('does not follow a redirect to a metadata service', async () => {
    proxy.intercept = (request, response) => {
      response.writeHead(302, { location: `http://169.254.169.254${request.url}` }).end();
      return Promise.resolve();
    };
    await expect(bench.open(address(), { secretRef }, bench.newOpener())).rejects.toMatchObject({
      message: expect.stringContaining('169.254.169.254 are not allowed') as unknown,
    });
  });

  it('keeps working after the mirror on disk was damaged', async () => {
    const published = await steps.publish('app', 'v1', 1);
    const mirrors = join(bench.directory, 'cache', 'mirrors');
    await repository.close();
    const objects = readdirSync(mirrors, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /objects.*[0-9a-f]{38}/.test(file),
    );
    expect(objects.length).toBeGreaterThan(0);
    for (const file of objects) writeFileSync(join(mirrors, file), 'garbage');
    const again = new RepositorySteps(await bench.open(address(), { secretRef }, bench.newOpener()));
    const found = await again.find('app', 'v1');
    expect(found?.contentVersion).toBe(published.contentVersion);
    expect(await again.text(found!)).toContain('value: one');
  });

  it('publishes by thin packs that the server can complete', async () => {
    await steps.publish('other', 'v1', 1);
    await steps.publish('app', 'v1', 1, 'one');
    expect(await steps.publish('app', 'v2', 2, 'two')).toMatchObject({ revision: 2 });
    expect(git(directory, 'show', 'main:app/config.yaml')).toContain('value: two');
  });
});
