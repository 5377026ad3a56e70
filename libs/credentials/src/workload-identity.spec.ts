import { type KubernetesObject, type SecretText } from '@porch/api';
import { backgroundContext, type ObjectStore } from '@porch/repository';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { createMetadataTokenSource } from './metadata-token-source';
import { createSecretCredentialResolver } from './secret-credential-resolver';
import { renewingTokenSource } from './workload-identity-token-source';

const context = backgroundContext();
const MINUTE = 60_000;

describe('workload identity', () => {
  let server: Server;
  let url: URL;
  let answer: RequestListener;
  let asked: number;
  let time: number;
  const clock = { now: () => new Date(time) };

  beforeEach(async () => {
    asked = 0;
    time = Date.parse('2026-11-23T00:00:00Z');
    answer = (_, response) =>
      response.end(`{"access_token":"secret-${asked}","expires_in":3600,"token_type":"Bearer"}`);
    server = createServer((request, response) => {
      asked += 1;
      answer(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/token`);
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const newSource = () => renewingTokenSource(createMetadataTokenSource(url, clock), clock);
  const revealed = async (source: ReturnType<typeof newSource>) => (await source(context)).token.reveal();

  it('becomes a user and a password that ends, for the hosts it is for', async () => {
    const flavors: unknown[] = [];
    answer = (request, response) => {
      flavors.push(request.headers['metadata-flavor']);
      response.end('{"access_token":"secret","expires_in":3600}');
    };
    const secret = { metadata: {}, type: 'kpt.dev/workload-identity-auth' } as unknown as KubernetesObject;
    const store = { get: () => Promise.resolve(secret) } as unknown as ObjectStore;
    const workloadIdentity = { tokenSource: newSource(), hosts: ['.sourcemanager.dev'] };
    const resolver = createSecretCredentialResolver({ store, workloadIdentity });
    const credential = await resolver.resolveCredential('ns', 's', context);
    expect(credential).toMatchObject({
      type: 'basic',
      username: 'token',
      expiresAt: new Date(time + 60 * MINUTE),
      hosts: ['.sourcemanager.dev'],
    });
    expect((credential as { password: SecretText }).password.reveal()).toBe('secret');
    expect(inspect(credential) + JSON.stringify(credential)).not.toContain('secret"');
    expect(flavors).toEqual(['Google']);
    await expect(createSecretCredentialResolver({ store }).resolveCredential('ns', 's', context)).rejects.toThrow(
      'this server has no source of workload identity tokens',
    );
  });

  it('keeps a token while it is good, and replaces it before it ends', async () => {
    const source = newSource();
    expect(await Promise.all([revealed(source), revealed(source)])).toEqual(['secret-1', 'secret-1']);
    time += 54 * MINUTE;
    expect(await revealed(source)).toBe('secret-1');
    time += 2 * MINUTE;
    expect(await revealed(source)).toBe('secret-2');
    expect(asked).toBe(2);
  });

  it('leaves a service alone that fails, longer each time, and starts anew once it answers', async () => {
    const source = newSource();
    const good = answer;
    answer = (_, response) => response.writeHead(500).end('a-secret-in-an-error');
    for (const seconds of [5, 10, 20, 40, 80, 160, 300, 300]) {
      const before = asked;
      await expect(source(context)).rejects.toMatchObject({ reason: 'ServiceUnavailable' });
      expect(asked).toBe(before + 1);
      time += seconds * 1000 - 1;
      await expect(source(context)).rejects.toThrow(/status code 500$/);
      expect(asked).toBe(before + 1);
      time += 1;
    }
    answer = good;
    expect(await revealed(source)).toMatch(/^secret-/);
  });

  it.each([
    ['no JSON', 'access_token=hunter2'],
    ['no token', '{"expires_in":1,"id_token":"hunter2"}'],
    ['no end', '{"access_token":"hunter2"}'],
    ['too long', `{"access_token":"${'hunter2'.repeat(20_000)}","expires_in":1}`],
  ])('takes no answer that is %s, and repeats nothing of it', async (_, text) => {
    answer = (__, response) => response.end(text);
    const error: unknown = await newSource()(context).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ reason: 'ServiceUnavailable' });
    expect(inspect(error)).not.toContain('hunter2');
  });

  it('follows no redirect', async () => {
    answer = (_, response) => response.writeHead(302, { location: `${url.href}-elsewhere` }).end();
    await expect(newSource()(context)).rejects.toThrow(/status code 302/);
    expect(asked).toBe(1);
  });

  it('does not keep whoever gave up waiting, and loses the token for nobody else', async () => {
    let respond: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      answer = (_, response) => {
        respond = () => response.end('{"access_token":"secret","expires_in":3600}');
        resolve();
      };
    });
    const source = newSource();
    const stop = new AbortController();
    const impatient = source({ signal: stop.signal });
    const patient = revealed(source);
    await arrived;
    stop.abort(new Error('enough'));
    await expect(impatient).rejects.toThrow('enough');
    respond();
    expect(await patient).toBe('secret');
  });
});
