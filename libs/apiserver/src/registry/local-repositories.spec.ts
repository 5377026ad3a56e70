import { InMemoryObjectStore } from '../testing/in-memory-object-store';
import { LocalRepositories } from './local-repositories';

const register = (namespace: string, name: string, repo: string) => ({
  apiVersion: 'config.porch.kpt.dev/v1alpha1',
  kind: 'Repository',
  metadata: { namespace, name },
  spec: { type: 'git', git: { repo } },
});
const user = (name: string) => ({ name, groups: [] });

describe('local repositories', () => {
  const store = new InMemoryObjectStore();
  const repositories = (sharedUpstreamNamespaces: readonly string[] = []) =>
    new LocalRepositories({
      store,
      sharedUpstreamNamespaces,
      authorizer: { authorize: (asked) => Promise.resolve({ allowed: asked.user.name === 'reader-of-all' }) },
    });
  beforeAll(async () => {
    await store.create('repositories.config.porch.kpt.dev', register('blue', 'own', 'file:///git/blue.git'));
    await store.create('repositories.config.porch.kpt.dev', register('blue', 'web', 'https://git.example/blue.git'));
  });

  it.each([
    ['file:///git/blue.git', 'blue', 'anybody', true],
    ['file:///git/blue.git', 'red', 'anybody', false],
    ['file:///git/blue.git', 'red', 'reader-of-all', true],
    ['file:///git/x/../blue.git/', 'red', 'anybody', false],
    ['FILE:///git/%62lue.git', 'red', 'anybody', false],
    ['file:///git', 'red', 'anybody', false],
    ['file:///git/blue.git/objects', 'red', 'anybody', false],
    ['file:///git/blue.git2', 'red', 'anybody', true],
    ['file:///git/nobodys.git', 'red', 'anybody', true],
    ['https://git.example/blue.git', 'red', 'anybody', true],
    ['', 'red', 'anybody', true],
  ])('%s in %s by %s: %p', async (url, namespace, name, allowed) => {
    for (const purpose of ['register', 'read'] as const) {
      expect(await repositories().mayUse(url, namespace, user(name), purpose)).toBe(allowed);
    }
  });

  it('are there to be read where their namespace is shared', async () => {
    const shared = repositories(['blue']);
    expect(await shared.mayUse('file:///git/blue.git', 'red', user('anybody'), 'read')).toBe(true);
    expect(await shared.mayUse('file:///git/blue.git', 'red', user('anybody'), 'register')).toBe(false);
  });
});
