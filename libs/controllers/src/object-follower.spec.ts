// eslint-disable-next-line @nx/enforce-module-boundaries -- tests run the controllers over a real store
import { createMemoryStore } from '@porch/store';
import { createFakeClock } from '@porch/repository/testing';
import { type KubernetesObject } from '@porch/api';
import { ObjectFollower } from './object-follower';

const configMap = (name: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'ns' },
});

describe('following stored objects', () => {
  it('goes on, and tells the others, when one handler cannot take an object', async () => {
    const store = createMemoryStore();
    const told: string[] = [];
    const warnings: string[] = [];
    const stop = new AbortController();
    const broken = {
      present: () => {
        throw new Error('cannot');
      },
      gone: () => {
        throw new Error('cannot');
      },
    };
    const sound = {
      present: (_key: unknown, { metadata }: KubernetesObject) => void told.push(`present ${metadata.name}`),
      gone: (_key: unknown, { name }: { name?: string }) => void told.push(`gone ${name}`),
    };
    const log = { warn: (_fields: object, message: string) => void warnings.push(message) };
    await store.create('configmaps', configMap('before'));
    const follower = new ObjectFollower(store, ['configmaps'], [broken, sound], createFakeClock(), stop.signal, log);
    await follower.start();
    await store.create('configmaps', configMap('after'));
    await store.delete('configmaps', 'ns', 'before');
    expect(told).toEqual(['present before', 'present after', 'gone before']);
    expect(warnings).toHaveLength(3);
    stop.abort();
    await store.close();
  });
});
