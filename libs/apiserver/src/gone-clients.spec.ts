import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { type Authenticator } from './auth/authenticator';
import { ADMIN_TOKEN, startTestServer, type TestServer } from './testing/test-server';
import { SERVER_CERTIFICATE, TEST_AUTHORITY } from './testing/certificates';

const WATCH = '/api/v1/namespaces/default/configmaps?watch=true';

describe('a client that goes before its watch begins', () => {
  let server: TestServer;
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
    server = await startTestServer({ authenticators: [door] });
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

  it('leaves no watch behind over HTTP/1', async () => {
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

  it('leaves no watch behind over HTTP/2', async () => {
    const { url } = await server.api.listen({ host: '127.0.0.1', port: 0, tls: SERVER_CERTIFICATE });
    const session = connectHttp2(url, { ca: TEST_AUTHORITY });
    const stream = session.request({ ':path': WATCH, authorization: 'Bearer tester' });
    stream.on('error', () => undefined);
    await arrival;
    stream.close();
    // What comes later on the same connection is heard later.
    const after = session.request({ ':path': '/livez' });
    await new Promise((resolve) => after.resume().once('end', resolve));
    admit();
    await settled();
    while ((await openWatches()) !== '0') await new Promise((resolve) => setImmediate(resolve));
    await new Promise<void>((resolve) => session.close(resolve));
  });
});
