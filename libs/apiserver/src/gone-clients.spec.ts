import { connect as connectHttp2, constants } from 'node:http2';
import { connect } from 'node:net';
import { createFakeClock, type FakeClock } from '@porch/repository/testing';
import { type Authenticator } from './auth/authenticator';
import { DEFAULT_LIMITS } from './server/request-limits';
import { ADMIN_TOKEN, startTestServer, type TestServer } from './testing/test-server';
import { SERVER_CERTIFICATE, TEST_AUTHORITY } from './testing/certificates';

const LIST = '/api/v1/namespaces/default/configmaps';
const CONTENTS = '/apis/porch.kpt.dev/v1alpha1/namespaces/default/packagerevisionresources';
const WATCH = `${LIST}?watch=true`;

describe('a client that goes before its answer is over', () => {
  let server: TestServer;
  let clock: FakeClock;
  let arrived: () => void;
  let arrival: Promise<void>;
  let admit: () => void;
  let admission: Promise<void>;

  /** Lets the tester wait at the door until the test opens it. */
  const door: Authenticator = {
    async authenticate({ headers }) {
      if (headers.authorization === `Bearer ${ADMIN_TOKEN}`)
        return { user: { name: 'admin', groups: ['system:masters'] } };
      arrived();
      await admission;
      return { user: { name: 'tester', groups: ['system:masters'] } };
    },
  };

  beforeEach(async () => {
    arrival = new Promise((resolve) => (arrived = resolve));
    admission = new Promise((resolve) => (admit = resolve));
    clock = createFakeClock();
    server = await startTestServer({ authenticators: [door], clock });
  });
  afterEach(() => server.close());

  const openWatches = async () => {
    const metrics = await (await server.request('GET', '/metrics')).text();
    return /porch_apiserver_watches\{resource="configmaps"\} (\d+)/.exec(metrics)?.[1] ?? '0';
  };
  /** By then its watch has begun, if it does. */
  const settled = async () => {
    while (server.api.requestsInFlight > 0) await new Promise((resolve) => setImmediate(resolve));
  };

  it('leaves no watch behind that had not begun over HTTP/1', async () => {
    const socket = connect(server.listening.port, '127.0.0.1');
    socket.write(`GET ${WATCH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer tester\r\n\r\n`);
    await arrival;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.destroy();
    await closed;
    admit();
    await settled();
    while ((await openWatches()) !== '0') await new Promise((resolve) => setImmediate(resolve));
  });

  /** Asks over HTTP/2 and resets the stream before the answer has begun; what the server has done by then is done. */
  const leaveOverHttp2 = async (path: string) => {
    const { url } = await server.api.listen({ host: '127.0.0.1', port: 0, tls: SERVER_CERTIFICATE });
    const session = connectHttp2(url, { ca: TEST_AUTHORITY });
    const stream = session.request({ ':path': path, authorization: 'Bearer tester' });
    stream.on('error', () => undefined);
    await arrival;
    stream.close();
    // What comes later on the same connection is heard later.
    const after = session.request({ ':path': '/livez' });
    await new Promise((resolve) => after.resume().once('end', resolve));
    admit();
    await settled();
    return session;
  };

  it('leaves no watch behind that had not begun over HTTP/2', async () => {
    const session = await leaveOverHttp2(WATCH);
    while ((await openWatches()) !== '0') await new Promise((resolve) => setImmediate(resolve));
    await new Promise<void>((resolve) => session.close(resolve));
  });

  it.each([LIST, CONTENTS, '/openapi/v3'])('is not waited for when it asked for %s over HTTP/2', async (path) => {
    const session = await leaveOverHttp2(path);
    await new Promise<void>((resolve) => session.close(resolve));
  });

  /** A client that has asked for much and reads nothing, so that the server cannot send it all. */
  const stalledList = async () => {
    const revisions = '/apis/porch.kpt.dev/v1alpha1/namespaces/default/packagerevisions';
    for (let index = 0; index < 4; index += 1) {
      const spec = { repository: 'r', packageName: `p${index}`, workspaceName: 'w', lifecycle: 'Draft' };
      expect((await server.request('POST', revisions, { spec })).status).toBe(201);
      const url = `${CONTENTS}/r.p${index}.w`;
      const contents = (await (await server.request('GET', url)).json()) as { spec: { resources: object } };
      contents.spec.resources = { 'large.txt': 'x'.repeat(3_000_000) };
      const stored = await server.request('PUT', url, contents);
      expect(stored.status).toBe(200);
      // An answer that nobody reads may keep its request in flight.
      await stored.arrayBuffer();
    }
    const { url } = await server.api.listen({ host: '127.0.0.1', port: 0, tls: SERVER_CERTIFICATE });
    const session = connectHttp2(url, { ca: TEST_AUTHORITY });
    const stream = session.request({ ':path': CONTENTS, authorization: 'Bearer tester' });
    stream.on('error', () => undefined);
    admit();
    await new Promise((resolve) => stream.once('response', resolve));
    expect(server.api.requestsInFlight).toBe(1);
    return { session, stream };
  };

  it.each([constants.NGHTTP2_CANCEL, constants.NGHTTP2_NO_ERROR])(
    'is not waited for in the middle of an answer (reset with %d)',
    async (code) => {
      const { session, stream } = await stalledList();
      stream.close(code);
      await settled();
      await new Promise<void>((resolve) => session.close(resolve));
    },
  );

  it('is not waited for beyond the time of a request when it reads nothing', async () => {
    const { session } = await stalledList();
    await clock.advance(DEFAULT_LIMITS.requestTimeoutMilliseconds);
    await settled();
    session.destroy();
  });
});
