import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, request as httpRequest } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { join } from 'node:path';
import { SecretText } from '@porch/api';
import { RepositorySteps } from '@porch/repository/testing';
import { GitHttpServer } from '../testing/git-http-server';
import { GitWorkbench } from '../testing/git-workbench';
import { InterceptingProxy, withoutFraming } from '../testing/intercepting-proxy';

const fixture = (name: string) => readFileSync(join(__dirname, '../testing', name), 'utf8');
const certificate = fixture('localhost-certificate.pem');

describe('ways to a remote', () => {
  const bench = new GitWorkbench();
  let server: GitHttpServer;
  let tls: Server;
  const secretRef = { name: 'credentials' };
  const port = (listening: Server) => (listening.address() as AddressInfo).port;

  beforeAll(async () => {
    server = await GitHttpServer.start(bench.directory);
    bench.createBare('nephio/remote.git');
    tls = createTlsServer({ cert: certificate, key: fixture('localhost-key.pem') }, (incoming, response) => {
      const outgoing = httpRequest(`${server.url}${incoming.url}`, {
        method: incoming.method,
        headers: incoming.headers,
        agent: false,
      });
      outgoing.on('response', (answer) =>
        answer.pipe(response.writeHead(answer.statusCode ?? 0, withoutFraming(answer.headers))),
      );
      incoming.pipe(outgoing);
    }).listen(0, '127.0.0.1');
    await once(tls, 'listening');
  });
  afterAll(async () => {
    tls.close();
    await server.stop();
    await bench.dispose();
  });

  const opener = (environment: NodeJS.ProcessEnv, bundle?: string) =>
    bench.newOpener({
      environment,
      cacheDirectory: join(bench.directory, `cache-${Math.random()}`),
      credentialResolver: {
        resolveCredential: () =>
          Promise.resolve({ type: 'basic', username: 'nephio', password: new SecretText('secret') }),
        resolveCertificateAuthorities: () => Promise.resolve(bundle),
      },
    });
  const secureUrl = () => `https://127.0.0.1:${port(tls)}/nephio/remote.git`;

  it('trusts the certificate authorities of its namespace, and nobody else', async () => {
    await expect(bench.open(secureUrl(), { secretRef }, opener({}))).rejects.toThrow(/certificate/);
    const steps = new RepositorySteps(await bench.open(secureUrl(), { secretRef }, opener({}, certificate)));
    expect(await steps.publish('secure', 'v1', 1)).toMatchObject({ revision: 1 });
  });

  it('goes through a tunnel where the environment names a proxy', async () => {
    const tunnels: string[] = [];
    const proxy = createHttpServer().listen(0, '127.0.0.1');
    proxy.on('connect', (incoming, socket) => {
      tunnels.push(`${incoming.url} ${incoming.headers['proxy-authorization']}`);
      const target = connect(port(tls), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(target).pipe(socket);
      });
      target.on('error', () => socket.destroy());
      socket.on('error', () => target.destroy());
    });
    await once(proxy, 'listening');
    const environment = { HTTPS_PROXY: `http://user:pass@127.0.0.1:${port(proxy)}` };
    const repository = await bench.open(secureUrl(), { secretRef }, opener(environment, certificate));
    await repository.close();
    expect(tunnels[0]).toBe(`127.0.0.1:${port(tls)} Basic ${Buffer.from('user:pass').toString('base64')}`);
    proxy.closeAllConnections();
    proxy.close();
  });

  it('asks a proxy for plain addresses, and does without where NO_PROXY says so', async () => {
    const asked: string[] = [];
    const proxy = createHttpServer((incoming, response) => {
      asked.push(incoming.url ?? '');
      const { method, headers } = incoming;
      const outgoing = httpRequest(incoming.url ?? '', { method, headers, agent: false });
      outgoing.on('response', (answer) =>
        answer.pipe(response.writeHead(answer.statusCode ?? 0, withoutFraming(answer.headers))),
      );
      incoming.pipe(outgoing);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const url = `${server.url}/nephio/remote.git`;
    const http_proxy = `http://127.0.0.1:${port(proxy)}`;
    await (await bench.open(url, { secretRef }, opener({ http_proxy }))).close();
    expect(asked[0]).toBe(`${url}/info/refs?service=git-upload-pack`);
    asked.length = 0;
    await (await bench.open(url, { secretRef }, opener({ http_proxy, no_proxy: '127.0.0.1' }))).close();
    expect(asked).toEqual([]);
    proxy.closeAllConnections();
    proxy.close();
  });

  it('speaks the first version of the protocol to servers that know no other', async () => {
    const proxy = await InterceptingProxy.start(server.url);
    proxy.intercept = async (request, response, forward) => {
      delete request.headers['git-protocol'];
      const { status, headers, body } = await forward();
      response.writeHead(status, withoutFraming(headers)).end(body);
    };
    const url = `${proxy.url}/nephio/remote.git`;
    const steps = new RepositorySteps(await bench.open(url, { secretRef }, opener({})));
    await steps.publish('old', 'v1', 1);
    const other = new RepositorySteps(await bench.open(url, { secretRef }, opener({})));
    await steps.publish('old', 'v2', 2, 'two');
    await other.repository.refresh(other.context);
    expect(await other.text((await other.find('old', 'v2'))!)).toContain('value: two');
    await proxy.stop();
  });

  it('goes nowhere that the policy of an administrator forbids', async () => {
    const strict = bench.newOpener({ urlPolicy: { allowPrivateAddresses: false } });
    for (const host of ['127.0.0.1', 'localhost']) {
      const opening = bench.open(`${server.url.replace('127.0.0.1', host)}/nephio/remote.git`, { secretRef }, strict);
      await expect(opening).rejects.toThrow(/not allowed by this server's address policy/);
    }
  });
});
