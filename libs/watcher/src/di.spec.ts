import { Container } from 'inversify';
import { WATCHER_MANAGER, watcherModule } from './di';

describe('the watcher module', () => {
  it('binds one manager for all', async () => {
    const container = new Container();
    await container.load(watcherModule);
    expect(container.get(WATCHER_MANAGER)).toBe(container.get(WATCHER_MANAGER));
  });
});
