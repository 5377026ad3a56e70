import { type RepositoryHealth } from '@porch/repository';
import { withHealth } from './repository-status';
import { repositoryObject } from './world.fixture';

const now = new Date('2026-01-02T03:04:05Z');
const health = (change: Partial<RepositoryHealth>): RepositoryHealth => ({
  repository: { namespace: 'default', name: 'repo' },
  state: 'Ready',
  message: 'Repository Ready',
  packageCount: 1,
  branchVersion: 'abc',
  lastFullSyncTime: now,
  nextFullSyncTime: now,
  observedGeneration: 1,
  observedRunOnceAt: undefined,
  ...change,
});

describe('the status of a Repository', () => {
  it('keeps the time of the last transition while the condition stays', () => {
    const first = withHealth(repositoryObject('repo'), health({}), now)!;
    const later = new Date('2026-01-02T04:00:00Z');
    const second = withHealth(first, health({ packageCount: 2 }), later)!;
    expect(second.status?.conditions?.[0]?.lastTransitionTime).toBe('2026-01-02T03:04:05Z');
    const failed = withHealth(second, health({ state: 'Error', message: 'gone' }), later)!;
    expect(failed.status?.conditions?.[0]).toMatchObject({
      status: 'False',
      lastTransitionTime: '2026-01-02T04:00:00Z',
    });
  });

  it('stays Ready while a Ready repository is looked at again, but not when its specification changed', () => {
    const object = withHealth(repositoryObject('repo'), health({}), now)!;
    const reconciling = health({ state: 'Reconciling', message: 'Repository reconciliation in progress' });
    expect(withHealth(object, reconciling, now)).toBeUndefined();
    const changed = { ...object, metadata: { ...object.metadata, generation: 2 } };
    expect(withHealth(changed, reconciling, now)?.status?.conditions?.[0]).toMatchObject({ reason: 'Reconciling' });
  });

  it('keeps the conditions of others and writes nothing twice', () => {
    const object = repositoryObject('repo');
    const other = { type: 'Other', status: 'True' as const, reason: 'X', message: '', lastTransitionTime: '' };
    const first = withHealth({ ...object, status: { conditions: [other] } }, health({}), now)!;
    expect(first.status?.conditions).toHaveLength(2);
    expect(withHealth(first, health({}), now)).toBeUndefined();
  });
});
