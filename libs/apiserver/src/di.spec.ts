import { ENGINE } from '@porch/engine/di';
import { OBJECT_STORE_CONTRACT } from '@porch/repository/di';
import { Container } from 'inversify';
import { API_SERVER, API_SERVER_SETTINGS, apiServerModule } from './di';
import { createMastersAuthorizer } from './index';
import { InMemoryEngine } from './testing/in-memory-engine';
import { InMemoryObjectStore } from './testing/in-memory-object-store';

it('makes one server of what the container has', async () => {
  const store = new InMemoryObjectStore();
  const container = new Container();
  container.bind(ENGINE).toConstantValue(new InMemoryEngine(store).engine);
  container.bind(OBJECT_STORE_CONTRACT).toConstantValue(store);
  container.bind(API_SERVER_SETTINGS).toConstantValue({ authenticators: [], authorizer: createMastersAuthorizer() });
  await container.load(apiServerModule);
  const server = await container.getAsync(API_SERVER);
  expect(await container.getAsync(API_SERVER)).toBe(server);
  await server.close();
});
