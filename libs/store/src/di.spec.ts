import { Container } from 'inversify';
import { OBJECT_STORE, STORE_SETTINGS, storeModule } from './di';

describe('the store module', () => {
  it('binds one open store', async () => {
    const container = new Container();
    container.bind(STORE_SETTINGS).toConstantValue({ type: 'memory' });
    await container.load(storeModule);
    const store = await container.getAsync(OBJECT_STORE);
    expect(await store.currentResourceVersion()).toBe('1000');
    expect(await container.getAsync(OBJECT_STORE)).toBe(store);
    await store.close();
  });
});
