import { SecretText } from '@porch/api';
import { type Credential, systemClock } from '@porch/repository';
import { GitHttpServer } from '../testing/git-http-server';
import { GitWorkbench } from '../testing/git-workbench';
import { InterceptingProxy } from '../testing/intercepting-proxy';

describe('a credential that ends', () => {
  const bench = new GitWorkbench();
  let server: GitHttpServer;
  let proxy: InterceptingProxy;
  const MINUTE = 60_000;
  let time: number;
  let resolved: number;
  let hosts: readonly string[];

  beforeAll(async () => {
    server = await GitHttpServer.start(bench.directory);
    proxy = await InterceptingProxy.start(server.url);
    bench.createBare('nephio/remote.git');
  });
  afterAll(async () => {
    await proxy.stop();
    await server.stop();
    await bench.dispose();
  });
  beforeEach(() => {
    time = Date.now();
    resolved = 0;
    hosts = ['127.0.0.1'];
    proxy.requests.length = 0;
  });

  const credential = (): Credential => {
    resolved += 1;
    const expiresAt = new Date(time + 60 * MINUTE);
    return { type: 'basic', username: 'nephio', password: new SecretText('secret'), expiresAt, hosts };
  };
  const open = (url = `${proxy.url}/nephio/remote.git`) =>
    bench.open(
      url,
      { secretRef: { name: 'identity' } },
      bench.newOpener({
        clock: { ...systemClock, now: () => new Date(time) },
        credentialResolver: {
          resolveCredential: () => Promise.resolve(credential()),
          resolveCertificateAuthorities: () => Promise.resolve(undefined),
        },
      }),
    );

  it('is got anew when it has less than five minutes left', async () => {
    const repository = await open();
    expect(resolved).toBe(1);
    time += 54 * MINUTE;
    await repository.refresh(bench.context);
    expect(resolved).toBe(1);
    time += 2 * MINUTE;
    await repository.refresh(bench.context);
    expect(resolved).toBe(2);
  });

  it.each([
    ['another host', ['.example.com']],
    ['no host', []],
  ])('is not sent when it is for %s', async (_, allowed) => {
    hosts = allowed;
    await expect(open()).rejects.toMatchObject({
      reason: 'ServiceUnavailable',
      message: expect.stringMatching(/was not sent: it is for .* only/) as unknown,
    });
    expect(proxy.requests).toEqual([]);
  });

  it('is not sent in the clear over a network', async () => {
    hosts = ['git.example.com'];
    await expect(open('http://git.example.com/nephio/remote.git')).rejects.toMatchObject({
      message: expect.stringContaining('over https') as unknown,
    });
  });
});
