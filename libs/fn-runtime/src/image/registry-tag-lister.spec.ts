import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { createFunctionCatalogue } from '@porch/functions';
import { backgroundContext } from '@porch/repository';
import { createBuiltInTagLister } from './built-in-tag-lister';
import { registryReference, registryUrl } from './registry-reference';
import { createRegistryTagLister, type RegistryTagListerOptions } from './registry-tag-lister';
import { resolveImageTag } from './tag-resolution';

type Handler = (request: IncomingMessage, response: ServerResponse, host: string) => void;

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A registry that answers as told, its host, and what it was asked. */
async function registry(handler: Handler): Promise<{ host: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    handler(request, response, host);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, asked };
}

const json = (response: ServerResponse, value: unknown, headers: Record<string, string> = {}, status = 200) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
const lister = (options: Partial<RegistryTagListerOptions> = {}) =>
  createRegistryTagLister({ mayAsk: () => true, ...options });

describe('the tags of an image in its registry', () => {
  it('are read page by page, and kept for a while', async () => {
    const { host, asked } = await registry(({ url = '' }, response) =>
      url.includes('last=')
        ? json(response, { tags: ['v0.2.0'] })
        : json(response, { tags: ['v0.1.0'] }, { link: '</v2/team/fn/tags/list?n=1000&last=v0.1.0>; rel="next"' }),
    );
    const tags = lister();
    expect(await tags.list(`${host}/team/fn`, backgroundContext())).toEqual(['v0.1.0', 'v0.2.0']);
    await tags.list(`${host}/team/fn`, backgroundContext());
    expect(asked).toEqual(['/v2/team/fn/tags/list?n=1000', '/v2/team/fn/tags/list?n=1000&last=v0.1.0']);
    expect(await resolveImageTag(`${host}/team/fn:v9`, '~0.1', [tags], backgroundContext())).toBe(
      `${host}/team/fn:v0.1.0`,
    );
  });

  it('are asked for with a token where the registry wants one', async () => {
    const basics: (string | undefined)[] = [];
    const { host, asked } = await registry(({ url = '', headers }, response, self) => {
      if (url.startsWith('/token')) {
        basics.push(headers.authorization);
        json(response, { token: 'let-me-in' });
      } else if (headers.authorization === 'Bearer let-me-in') {
        json(response, { tags: ['v1'] });
      } else {
        const challenge = `Bearer realm="http://${self}/token",service="fns",scope="repository:fn:pull"`;
        json(response, {}, { 'www-authenticate': challenge }, 401);
      }
    });
    expect(await lister().list(`${host}/fn`, backgroundContext())).toEqual(['v1']);
    expect(asked[1]).toBe('/token?service=fns&scope=repository%3Afn%3Apull');
    const credentials = () => ({ username: 'ann', password: 'secret' });
    expect(await lister({ credentials }).list(`${host}/fn`, backgroundContext())).toEqual(['v1']);
    expect(basics).toEqual([undefined, `Basic ${Buffer.from('ann:secret').toString('base64')}`]);
  });

  it('are asked of allowed hosts only, for the token as well', async () => {
    const { host, asked } = await registry((_, response) =>
      json(response, {}, { 'www-authenticate': 'Bearer realm="http://token.example/"' }, 401),
    );
    const only = (allowed: string) => lister({ mayAsk: (asking) => asking === allowed });
    await expect(only('other').list(`${host}/fn`, backgroundContext())).rejects.toThrow(`${host} may not be asked`);
    expect(asked).toEqual([]);
    const list = only(host).list(`${host}/fn`, backgroundContext());
    await expect(list).rejects.toThrow(`cannot list the tags of ${host}/fn: token.example may not be asked`);
  });

  it('are not had from a registry that refuses, sends elsewhere, never ends or says too much', async () => {
    const problem = async (handler: Handler, options: Partial<RegistryTagListerOptions> = {}) => {
      const { host } = await registry(handler);
      const failure: unknown = await lister(options)
        .list(`${host}/fn`, backgroundContext())
        .catch((error: unknown) => error);
      return (failure as Error).message.replace(host, 'HOST').replace(host, 'HOST');
    };
    const prefix = 'cannot list the tags of HOST/fn: HOST ';
    expect(await problem((_, response) => json(response, {}, {}, 404))).toBe(`${prefix}answered with status 404`);
    const elsewhere = { location: 'http://169.254.169.254/' };
    expect(await problem((_, response) => json(response, {}, elsewhere, 307))).toBe(
      `${prefix}answered with status 307`,
    );
    expect(await problem((_, response) => void response.end('<html>'))).toBe(`${prefix}answered with no JSON`);
    expect(await problem((_, response) => void response.end('x'.repeat(5 * 1024 * 1024)))).toContain(
      'more than 4194304',
    );
    const endless: Handler = ({ url = '' }, response) => json(response, { tags: [] }, { link: `<${url}>; rel="next"` });
    expect(await problem(endless)).toBe(`${prefix}has more tags than are read`);
    expect(await problem(() => undefined, { timeLimitMilliseconds: 50 })).toContain('timeout');
  });

  it('are not asked for where the image can be none', async () => {
    await expect(resolveImageTag('host.example/', '~0.1', [lister()], backgroundContext())).rejects.toThrow(
      'failed to parse image "host.example/" as reference',
    );
  });

  it('are not asked for where a function is built in', async () => {
    const { host, asked } = await registry((_, response) => json(response, { tags: ['v7'] }));
    const tags = createBuiltInTagLister(createFunctionCatalogue(), lister());
    expect(await resolveImageTag('gcr.io/kpt-fn/set-labels', '~0.2', [tags], backgroundContext())).toBe(
      'gcr.io/kpt-fn/set-labels:v0.2.5',
    );
    expect(asked).toEqual([]);
    expect(await tags.list(`${host}/fn`, backgroundContext())).toEqual(['v7']);
  });
});

describe('where an image is', () => {
  it('is told by its first part, as docker has it', () => {
    expect(registryReference('ghcr.io/kptdev/fn')).toEqual({ host: 'ghcr.io', name: 'kptdev/fn' });
    expect(registryReference('team/fn')).toEqual({ host: 'registry-1.docker.io', name: 'team/fn' });
    expect(registryReference('localhost:5000/fn')).toEqual({ host: 'localhost:5000', name: 'fn' });
    for (const none of ['ghcr.io/../x', 'ghcr.io/a b', 'user@host.example/fn', 'Ghcr.io/UP', '']) {
      expect(registryReference(none)).toBeUndefined();
    }
  });

  it('is reached in plain text on this machine only', () => {
    expect(registryUrl({ host: 'ghcr.io', name: 'a/b' }).href).toBe('https://ghcr.io/v2/a/b/tags/list?n=1000');
    expect(registryUrl({ host: 'localhost:5000', name: 'a' }).protocol).toBe('http:');
    expect(registryUrl({ host: 'localhost.example', name: 'a' }).protocol).toBe('https:');
  });
});
