/* eslint-disable @nx/enforce-module-boundaries -- tests run over a real store and cache; the library knows the contracts */
import { createRepositoryCache } from '@porch/cache';
import { createMemoryStore } from '@porch/store';
/* eslint-enable @nx/enforce-module-boundaries */
import { NAMESPACES } from '@porch/api';
import { type Engine } from '@porch/engine';
import { ENGINE } from '@porch/engine/di';
import { CLOCK, OBJECT_STORE_CONTRACT, REPOSITORY_CACHE_CONTRACT } from '@porch/repository/di';
import { createFakeClock, createInMemoryRepositoryOpener } from '@porch/repository/testing';
import { Container } from 'inversify';
import { CONTROLLERS, CONTROLLERS_SETTINGS, controllersModule } from './di';
import { KINDS } from './world.fixture';

describe('the controllers module', () => {
  it('binds controllers that work on the store, the cache and the clock of the container', async () => {
    const clock = createFakeClock();
    const store = createMemoryStore({ clock });
    const cache = await createRepositoryCache({ store, opener: createInMemoryRepositoryOpener({ clock }), clock });
    const container = new Container();
    container.bind(OBJECT_STORE_CONTRACT).toConstantValue(store);
    container.bind(REPOSITORY_CACHE_CONTRACT).toConstantValue(cache);
    container.bind(ENGINE).toConstantValue({} as Engine);
    container.bind(CLOCK).toConstantValue(clock);
    container.bind(CONTROLLERS_SETTINGS).toConstantValue({ kinds: KINDS });
    await container.load(controllersModule);
    const controllers = container.get(CONTROLLERS);
    expect(container.get(CONTROLLERS)).toBe(controllers);

    await controllers.start();
    const removed = new Promise((resolve) =>
      store.changes().subscribe(({ type, object }) => type === 'Deleted' && resolve(object.metadata.name)),
    );
    await store.create(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'passing', deletionTimestamp: '2026-01-02T03:04:05Z' },
    });
    expect(await removed).toBe('passing');
    await controllers.stop();
    await cache.close();
  });
});
