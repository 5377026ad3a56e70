import { NAMESPACES } from '@porch/api';
import {
  type ApiServer,
  type ApiServerOptions,
  createApiServer,
  createMastersAuthorizer,
  createTokenAuthenticator,
  type Listening,
  MASTERS_GROUP,
} from '../index';
import { InMemoryEngine } from './in-memory-engine';
import { InMemoryObjectStore } from './in-memory-object-store';

export const ADMIN_TOKEN = 'test-admin-token';

/** A running server over an in-memory engine and store, with a namespace `default`. */
export interface TestServer {
  readonly api: ApiServer;
  readonly listening: Listening;
  readonly store: InMemoryObjectStore;
  readonly engine: InMemoryEngine;
  /** Sends a request as the administrator. */
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

export async function startTestServer(options: Partial<ApiServerOptions> = {}): Promise<TestServer> {
  const store = (options.store as InMemoryObjectStore | undefined) ?? new InMemoryObjectStore();
  const engine = new InMemoryEngine(store);
  const admin = { name: 'admin', groups: [MASTERS_GROUP] };
  const api = await createApiServer({
    engine: engine.engine,
    store,
    authenticators: [createTokenAuthenticator(() => [{ token: ADMIN_TOKEN, user: admin }])],
    authorizer: createMastersAuthorizer(),
    ...options,
  });
  const listening = await api.listen({ host: '127.0.0.1', port: 0 });
  const request: TestServer['request'] = (method, path, body, headers = {}) =>
    fetch(`${listening.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  if ((await store.get(NAMESPACES, '', 'default')) === undefined) {
    const created = await request('POST', '/api/v1/namespaces', { metadata: { name: 'default' } });
    if (!created.ok) throw new Error(`namespace default: ${await created.text()}`);
  }
  return {
    api,
    listening,
    store,
    engine,
    request,
    async close() {
      await api.close(100);
      await store.close();
    },
  };
}
