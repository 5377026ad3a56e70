import { startTestServer, type TestServer } from './testing/test-server';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

describe('what a body says too much', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  const send = async (method: string, path: string, body: string, contentType: string) => {
    const response = await server.request(method, path, body, { 'Content-Type': contentType });
    const { message, data } = (await response.json()) as { message?: string; data?: Record<string, string> };
    return { status: response.status, message, data, warning: response.headers.get('warning') };
  };
  const json = (name: string) => `{"metadata":{"name":"${name}"},"data":{"a":"1","a":"2"},"datas":{}}`;
  const yaml = (name: string) => `metadata: {name: ${name}}\ndata:\n  a: "1"\n  a: "2"\ndatas: {}\n`;

  it('is refused when asked to be strict, with all there is to say', async () => {
    const strict = `${CONFIG_MAPS}?fieldValidation=Strict`;
    expect(await send('POST', strict, json('strict'), 'application/json')).toMatchObject({
      status: 400,
      message:
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "data.a", unknown field "datas"',
    });
    expect(await send('POST', strict, yaml('strict'), 'application/yaml')).toMatchObject({
      status: 400,
      message:
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:\n' +
        '  line 4: key "a" already set in map, unknown field "datas"',
    });
  });

  it('is a warning unless asked otherwise, and the last value counts', async () => {
    expect(await send('POST', CONFIG_MAPS, json('warned'), 'application/json')).toMatchObject({
      status: 201,
      data: { a: '2' },
      warning: '299 - "duplicate field \\"data.a\\"", 299 - "unknown field \\"datas\\""',
    });
    expect(await send('POST', CONFIG_MAPS, yaml('warned-yaml'), 'application/yaml')).toMatchObject({
      status: 201,
      data: { a: '2' },
      warning: '299 - "line 4: key \\"a\\" already set in map", 299 - "unknown field \\"datas\\""',
    });
    const ignored = await send('POST', `${CONFIG_MAPS}?fieldValidation=Ignore`, json('ignored'), 'application/json');
    expect(ignored).toMatchObject({ status: 201, data: { a: '2' }, warning: null });
  });

  it('is told of patches and applied configurations too', async () => {
    await send('POST', CONFIG_MAPS, '{"metadata":{"name":"patched"}}', 'application/json');
    const path = `${CONFIG_MAPS}/patched?fieldValidation=Strict&fieldManager=test`;
    const patch = '{"data":{"a":"1","a":"2"}}';
    for (const type of ['application/merge-patch+json', 'application/strategic-merge-patch+json']) {
      expect((await send('PATCH', path, patch, type)).message).toContain(
        'strict decoding error: duplicate field "data.a"',
      );
    }
    const apply = 'application/apply-patch+yaml';
    const configuration = 'apiVersion: v1\nkind: ConfigMap\ndata: {a: "1", a: "2"}\n';
    expect((await send('PATCH', path, configuration, apply)).message).toContain('line 3: key "a" already set in map');
  });
});
