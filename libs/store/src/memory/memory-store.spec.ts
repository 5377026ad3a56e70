import { createFakeClock, describeObjectStoreContract } from '@porch/repository/testing';
import { createMemoryStore } from './memory-store';

describeObjectStoreContract('memory', () => {
  const clock = createFakeClock();
  const store = createMemoryStore({ clock });
  return Promise.resolve({
    store,
    advance: (milliseconds) => clock.advance(milliseconds),
    dispose: () => store.close(),
  });
});

describe('createMemoryStore', () => {
  const object = (name: string) => ({ apiVersion: 'v1', kind: 'Widget', metadata: { name, namespace: 'default' } });

  it('forgets changes beyond those it was told to keep, and says Expired for them', async () => {
    const store = createMemoryStore({ changesKept: 10 });
    for (let index = 0; index < 30; index += 1) await store.create('widgets', object(`w${index}`));
    const failure = await new Promise((resolve) => {
      store.changes({ after: '1001' }).subscribe({ error: resolve });
    });
    expect(failure).toMatchObject({ reason: 'Expired' });
  });

  it('tells everybody the changes in order when a subscriber writes while it is told', async () => {
    const store = createMemoryStore();
    const seen: string[] = [];
    const nested: Promise<unknown>[] = [];
    store.changes().subscribe(({ object: { metadata } }) => {
      if (metadata.name === 'first') nested.push(store.create('widgets', object('second')));
    });
    store.changes().subscribe(({ object: { metadata } }) => seen.push(metadata.name ?? ''));
    await store.create('widgets', object('first'));
    await Promise.all(nested);
    expect(seen).toEqual(['first', 'second']);
  });

  it('hands out changes that no subscriber can alter for another', async () => {
    const store = createMemoryStore();
    const seen: unknown[] = [];
    store.changes().subscribe((change) => seen.push(Object.isFrozen(change.object.metadata)));
    await store.create('widgets', object('first'));
    expect(seen).toEqual([true]);
  });
});
