import { type PackageRevisionLifecycle, parseLabelSelector } from '@porch/api';
import { type CachedPackageRevision, type PackageRevisionChange, type PackageRevisionFilter } from '@porch/repository';
import fc from 'fast-check';
import { createWatcherManager } from './watcher-manager';

let version = 1000;
function revision(
  packageName: string,
  lifecycle: PackageRevisionLifecycle = 'Draft',
  labels: Record<string, string> = {},
  namespace = 'default',
): CachedPackageRevision {
  version += 1;
  return {
    key: { repository: { namespace, name: 'repo' }, packageName, workspaceName: 'v1' },
    kind: 'revision',
    revision: 0,
    lifecycle,
    contentVersion: 'c1',
    tasks: [],
    kptfile: { readinessGates: [], conditions: [] },
    selfLock: {},
    name: `repo.${packageName.replaceAll('/', '.')}.v1`,
    uid: 'u',
    resourceVersion: String(version),
    creationTimestamp: '2026-01-02T03:04:05Z',
    metadata: { labels },
    latest: false,
    deployment: false,
    getResources: () => Promise.resolve(new Map()),
  };
}

function watching(filter: PackageRevisionFilter, manager = createWatcherManager()) {
  const events: PackageRevisionChange[] = [];
  const stop = new AbortController();
  manager.watchPackageRevisions(filter, (event) => void events.push(event), stop.signal);
  return { manager, events, stop, types: () => events.map(({ type }) => type) };
}

describe('the watcher manager', () => {
  it.each<[string, PackageRevisionFilter, boolean]>([
    ['nothing', {}, true],
    ['the namespace', { namespace: 'default' }, true],
    ['another namespace', { namespace: 'other' }, false],
    ['the repository', { repository: 'repo' }, true],
    ['another repository', { repository: 'other' }, false],
    ['the package', { packageName: 'area/app' }, true],
    ['only the leaf of the package as its full path', { packageName: 'app' }, false],
    ['the path', { path: 'area' }, true],
    ['another path', { path: '' }, false],
    ['the workspace', { workspaceName: 'v1' }, true],
    ['the lifecycle', { lifecycles: ['Draft', 'Proposed'] }, true],
    ['another lifecycle', { lifecycles: ['Published'] }, false],
    ['a label selector that holds', { labelSelector: parseLabelSelector('tier in (front)') }, true],
    ['a label selector that does not', { labelSelector: parseLabelSelector('tier!=front') }, false],
  ])('tells a watcher of %s', (_what, filter, told) => {
    const { manager, events } = watching(filter);
    const count = manager.notifyPackageRevisionChange('Added', revision('area/app', 'Draft', { tier: 'front' }));
    expect({ count, events: events.length }).toEqual({ count: told ? 1 : 0, events: told ? 1 : 0 });
  });

  it('shows a revision entering and leaving the filter as Added and Deleted', () => {
    const { manager, events, types } = watching({ lifecycles: ['Proposed'] });
    const draft = revision('app', 'Draft');
    const proposed = revision('app', 'Proposed');
    const labelled = revision('app', 'Proposed', { tier: 'front' });
    const published = revision('app', 'Published');
    manager.notifyPackageRevisionChange('Added', draft);
    manager.notifyPackageRevisionChange('Modified', proposed, draft);
    manager.notifyPackageRevisionChange('Modified', labelled, proposed);
    manager.notifyPackageRevisionChange('Modified', published, labelled);
    manager.notifyPackageRevisionChange('Deleted', published, published);
    expect(types()).toEqual(['Added', 'Modified', 'Deleted']);
    expect(events[2]?.packageRevision).toMatchObject({
      lifecycle: 'Proposed',
      metadata: { labels: { tier: 'front' } },
      resourceVersion: published.resourceVersion,
    });
  });

  it('tells nothing that was notified before the watch began', () => {
    const manager = createWatcherManager();
    manager.notifyPackageRevisionChange('Added', revision('early'));
    const { types } = watching({}, manager);
    expect(types()).toEqual([]);
  });

  it('stops at once when the signal aborts, and never starts when it already has', () => {
    const { manager, stop, types } = watching({});
    manager.notifyPackageRevisionChange('Added', revision('a'));
    stop.abort();
    expect(manager.size).toBe(0);
    expect(manager.notifyPackageRevisionChange('Added', revision('b'))).toBe(0);
    manager.watchPackageRevisions({}, () => true, AbortSignal.abort());
    expect(manager.size).toBe(0);
    expect(types()).toEqual(['Added']);
  });

  it('drops a watcher whose callback returns false', () => {
    const manager = createWatcherManager();
    let calls = 0;
    manager.watchPackageRevisions({}, () => ++calls < 2, new AbortController().signal);
    for (const name of ['a', 'b', 'c']) manager.notifyPackageRevisionChange('Added', revision(name));
    expect({ calls, size: manager.size }).toEqual({ calls: 2, size: 0 });
  });

  it('drops a watcher whose callback throws, says so, and tells the others', () => {
    const errors: unknown[] = [];
    const manager = createWatcherManager({ onCallbackError: (error) => errors.push(error) });
    const failure = new Error('broken watcher');
    const broken = () => {
      throw failure;
    };
    manager.watchPackageRevisions({}, broken, new AbortController().signal);
    const { types } = watching({}, manager);
    expect(manager.notifyPackageRevisionChange('Added', revision('a'))).toBe(2);
    manager.notifyPackageRevisionChange('Added', revision('b'));
    expect({ types: types(), errors, size: manager.size }).toEqual({
      types: ['Added', 'Added'],
      errors: [failure],
      size: 1,
    });
  });

  it('keeps the order for everybody when a callback causes another change', () => {
    const manager = createWatcherManager();
    const order: string[] = [];
    let depth = 0;
    manager.watchPackageRevisions(
      {},
      ({ packageRevision }) => {
        depth += 1;
        expect(depth).toBe(1);
        order.push(`first ${packageRevision.key.packageName}`);
        if (packageRevision.key.packageName === 'a') manager.notifyPackageRevisionChange('Added', revision('b'));
        depth -= 1;
      },
      new AbortController().signal,
    );
    manager.watchPackageRevisions(
      {},
      ({ packageRevision }) => void order.push(`second ${packageRevision.key.packageName}`),
      new AbortController().signal,
    );
    manager.notifyPackageRevisionChange('Added', revision('a'));
    expect(order).toEqual(['first a', 'second a', 'first b', 'second b']);
  });

  it('lets a callback end its own and other watches while it is told', () => {
    const manager = createWatcherManager();
    const stop = new AbortController();
    let late = 0;
    manager.watchPackageRevisions({}, () => stop.abort(), new AbortController().signal);
    manager.watchPackageRevisions({}, () => void (late += 1), stop.signal);
    manager.notifyPackageRevisionChange('Added', revision('a'));
    expect({ late, size: manager.size }).toEqual({ late: 0, size: 1 });
  });

  it('lets whoever follows a filter know exactly what a list with that filter would show', () => {
    const lifecycles: PackageRevisionLifecycle[] = ['Draft', 'Proposed', 'Published'];
    const step = fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      lifecycle: fc.constantFrom(...lifecycles),
      remove: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.subarray(lifecycles), (steps, wanted) => {
        const { manager, events } = watching({ lifecycles: wanted });
        const stored = new Map<string, CachedPackageRevision>();
        for (const { name, lifecycle, remove } of steps) {
          const previous = stored.get(name);
          if (remove && previous) {
            stored.delete(name);
            manager.notifyPackageRevisionChange('Deleted', previous, previous);
          } else if (!remove) {
            const next = revision(name, lifecycle);
            stored.set(name, next);
            manager.notifyPackageRevisionChange(previous ? 'Modified' : 'Added', next, previous);
          }
        }
        const followed = new Map<string, string>();
        for (const { type, packageRevision } of events) {
          const { packageName } = packageRevision.key;
          expect(followed.has(packageName)).toBe(type !== 'Added');
          if (type === 'Deleted') followed.delete(packageName);
          else followed.set(packageName, packageRevision.resourceVersion);
        }
        const listed = [...stored].filter(([, { lifecycle }]) => wanted.includes(lifecycle));
        expect(followed).toEqual(new Map(listed.map(([name, item]) => [name, item.resourceVersion])));
      }),
    );
  });
});
