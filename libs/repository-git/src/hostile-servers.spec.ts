import { type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { RepositorySteps } from '@porch/repository/testing';
import { type GitLimits } from './storage/git-limits';
import { git } from './testing/git-command';
import { GitHttpServer } from './testing/git-http-server';
import { GitWorkbench } from './testing/git-workbench';
import { InterceptingProxy, withoutFraming } from './testing/intercepting-proxy';
import { encodePktLine } from './transport/pkt-line';

describe('a server that means harm', () => {
  const bench = new GitWorkbench();
  let server: GitHttpServer;
  let proxy: InterceptingProxy;
  let directory: string;
  let count = 0;

  beforeAll(async () => {
    server = await GitHttpServer.start(bench.directory);
  });
  afterAll(async () => {
    await server.stop();
    await bench.dispose();
  });
  beforeEach(async () => {
    count += 1;
    directory = bench.createBare(`nephio/hostile-${count}.git`);
    proxy = await InterceptingProxy.start(server.url);
  });
  afterEach(() => proxy.stop());

  const open = async (limits: Partial<GitLimits> = {}) => {
    const url = `${proxy.url}/nephio/hostile-${count}.git`;
    const opener = bench.newOpener({ limits, cacheDirectory: `${bench.directory}/cache-${count}` });
    return new RepositorySteps(await bench.open(url, { secretRef: { name: 'credentials' } }, opener));
  };
  const changing = (change: (body: string, request: IncomingMessage) => string) => {
    proxy.intercept = async (request, response, forward) => {
      const { status, headers, body } = await forward();
      const changed = Buffer.from(change(body.toString('latin1'), request), 'latin1');
      response.writeHead(status, withoutFraming(headers)).end(changed);
    };
  };
  const answering = (answer: (response: ServerResponse) => void) => {
    proxy.intercept = (_request, response) => Promise.resolve(answer(response));
  };
  const advertisement = { 'content-type': 'application/x-git-upload-pack-advertisement' };

  it.each(['file:///etc/passwd', 'ftp://127.0.0.1/info/refs', 'ext::id', 'http://127.0.0.1/elsewhere', 'data:,x'])(
    'sends nobody to %s',
    async (location) => {
      answering((response) => void response.writeHead(302, { location }).end());
      await expect(open()).rejects.toMatchObject({ message: expect.stringContaining('refused') as unknown });
      expect(proxy.requests).toHaveLength(1);
    },
  );

  it.each(['http://', 'http://[', '//', 'http://127.0.0.1:99999/info/refs'])(
    'has its redirect to %j told, which is no address',
    async (location) => {
      answering((response) => void response.writeHead(302, { location }).end());
      await expect(open()).rejects.toMatchObject({
        reason: 'ServiceUnavailable',
        message: expect.stringContaining('redirects to') as unknown,
      });
    },
  );

  it('is followed in a circle only so often', async () => {
    proxy.intercept = (request, response) =>
      Promise.resolve(void response.writeHead(302, { location: `${proxy.url}${request.url}` }).end());
    await expect(open()).rejects.toMatchObject({ message: expect.stringContaining('redirects too often') as unknown });
    expect(proxy.requests.length).toBeLessThan(10);
  });

  it('has nothing inflated that nobody asked it to compress', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    answering((response) => void response.writeHead(200, { ...advertisement, 'content-encoding': 'gzip' }).end(bomb));
    await expect(open()).rejects.toMatchObject({ message: expect.stringContaining('git’s protocol') as unknown });
  });

  it('is given up on when its refs have no end', async () => {
    answering((response) => {
      response.writeHead(200, advertisement);
      const line = encodePktLine(`${'1'.repeat(40)} refs/heads/${'x'.repeat(900)}\n`);
      const more = () => {
        while (!response.destroyed && response.write(line));
      };
      response.on('drain', more);
      more();
    });
    await expect(open({ maximumRefs: 1000 })).rejects.toMatchObject({
      reason: 'RequestEntityTooLarge',
      message: expect.stringContaining('maximumRefs') as unknown,
    });
  });

  it('is not asked for what refs lead to that nobody asked about', async () => {
    const stranger = encodePktLine(`${'1'.repeat(40)} refs/pull/1/head\n`).toString('latin1');
    changing((body, request) =>
      request.url?.endsWith('/git-upload-pack') && body.includes('refs/heads/main') ? stranger + body : body,
    );
    const steps = await open();
    expect(await steps.list()).toEqual([]);
    expect(steps.repository.problems).toEqual([]);
  });

  it('is told of when it cannot send packs with side bands', async () => {
    proxy.intercept = async (request, response, forward) => {
      delete request.headers['git-protocol'];
      const { status, headers, body } = await forward();
      const text = body.toString('latin1').replaceAll(' side-band', ' xide-band');
      response.writeHead(status, withoutFraming(headers)).end(Buffer.from(text, 'latin1'));
    };
    await expect(open()).rejects.toMatchObject({ message: expect.stringContaining('side-band-64k') as unknown });
  });

  it('has published what it says nothing about, where the refs show that', async () => {
    const steps = await open();
    const proposal = await steps.propose(await steps.create('app', 'v1'));
    changing((body, request) => (request.url?.endsWith('/git-receive-pack') ? '' : body));
    expect(await steps.approve(proposal, 1)).toMatchObject({ lifecycle: 'Published', revision: 1 });
    expect(git(directory, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main\nrefs/tags/app/v1');
  });

  it.each([
    ['a pack that is not what was asked for', Buffer.from('0008NAK\n0009\x01PACK0000', 'latin1')],
    ['words instead of a pack', encodePktLine('hello')],
    ['an error', encodePktLine('ERR out of order')],
    ['a length that is none', Buffer.from('zzzz', 'latin1')],
    ['half a line', Buffer.from('00ff\x01PACK', 'latin1')],
    ['nothing', Buffer.alloc(0)],
  ])('sends %s, and leaves nothing behind', async (_, answer) => {
    proxy.intercept = async (_request, response, forward, body) => {
      const isFetch = body.includes('command=fetch');
      const { status, headers, body: given } = await forward();
      response.writeHead(status, withoutFraming(headers)).end(isFetch ? answer : given);
    };
    await expect(open()).rejects.toMatchObject({ reason: 'ServiceUnavailable' });
    proxy.intercept = undefined;
    expect(await (await open()).list()).toEqual([]);
  });
});
