import { isPublished, type KubernetesObject, PACKAGE_REVS, type PackageRevisionLifecycle } from '@porch/api';
import { type CachedPackageRevision, type ObjectWrite, type PackageKey, type PackageRevision } from '@porch/repository';
import fc from 'fast-check';
import { type PackageEdit, type PackageState, planPackageEdit, planPackageRemoval } from './package-edit';
import { fromPackageRecordObject } from './package-record';
import { fromPackageRev } from './package-rev';

const key: PackageKey = { repository: { namespace: 'default', name: 'repo' }, packageName: 'app' };
const now = new Date('2026-01-02T03:04:05Z');
const options = { deployment: false, now };

function revision(
  workspaceName: string,
  number: number,
  lifecycle: PackageRevisionLifecycle = number === 0 ? 'Draft' : 'Published',
  contentVersion = 'c1',
  change: Partial<PackageRevision> = {},
): PackageRevision {
  return {
    key: { ...key, workspaceName },
    kind: number < 0 ? 'placeholder' : 'revision',
    revision: number,
    lifecycle,
    contentVersion,
    tasks: [],
    kptfile: { readinessGates: [], conditions: [] },
    selfLock: {},
    getResources: () => Promise.resolve(new Map()),
    ...change,
  };
}

/** Carries out writes as the store would, as far as one package is concerned. */
class Rows {
  #version = 1000;
  readonly revisions = new Map<string, CachedPackageRevision>();
  record: PackageState['record'];

  apply(writes: readonly ObjectWrite[]): void {
    for (const write of writes) {
      this.#version += 1;
      if (write.operation === 'delete') this.remove(write);
      else
        this.put(write.resource, {
          ...write.object,
          metadata: { ...write.object.metadata, resourceVersion: String(this.#version) },
        });
    }
  }

  edit(edit: Partial<PackageEdit>): ObjectWrite[] {
    const writes = planPackageEdit(key, this, { put: [], remove: [], ...edit }, options);
    this.apply(writes);
    return writes;
  }

  get latest(): string[] {
    return [...this.revisions.values()].filter(({ latest }) => latest).map(({ name }) => name);
  }

  private put(resource: string, object: KubernetesObject): void {
    if (resource !== PACKAGE_REVS) this.record = fromPackageRecordObject(object);
    else
      this.revisions.set(
        object.metadata.name ?? '',
        fromPackageRev(object, key.repository, () => Promise.resolve(new Map())),
      );
  }

  private remove(write: { readonly resource: string; readonly name: string }): void {
    if (write.resource === PACKAGE_REVS) this.revisions.delete(write.name);
    else this.record = undefined;
  }
}

const namesOf = (writes: readonly ObjectWrite[]) =>
  writes.map((write) => `${write.operation} ${write.operation === 'delete' ? write.name : write.object.metadata.name}`);

describe('planning what to store of a package', () => {
  it('writes nothing when nothing differs', () => {
    const rows = new Rows();
    rows.edit({ put: [{ revision: revision('one', 1) }, { revision: revision('main', -1) }] });
    expect(rows.edit({ put: [{ revision: revision('one', 1) }, { revision: revision('main', -1) }] })).toEqual([]);
  });

  it('writes nothing of a placeholder that is as it was at another commit of the branch', () => {
    const rows = new Rows();
    const seenAt = (commit: string, ref = 'main') => {
      const selfLock: PackageRevision['selfLock'] = { type: 'git', git: { repo: 'r', directory: 'app', ref, commit } };
      return { put: [{ revision: revision('main', -1, 'Published', 'c1', { selfLock }) }] };
    };
    expect(rows.edit(seenAt('a'))).not.toEqual([]);
    expect(rows.edit(seenAt('b'))).toEqual([]);
    expect(rows.edit(seenAt('b', 'trunk'))).not.toEqual([]);
  });

  it('writes a publication, what is no longer the latest, the placeholder and the record, in this order', () => {
    const rows = new Rows();
    rows.edit({ put: [{ revision: revision('one', 1) }, { revision: revision('main', -1) }] });
    rows.edit({ put: [{ revision: revision('two', 0, 'Proposed') }] });
    const placeholder = { revision: revision('main', -1, 'Published', 'c2') };
    const writes = rows.edit({ put: [placeholder, { revision: revision('two', 2, 'Published', 'c2') }] });
    expect(namesOf(writes)).toEqual([
      'update repo.app.two',
      'update repo.app.one',
      'update repo.app.main',
      'update repo.app',
    ]);
    expect(rows.latest).toEqual(['repo.app.two']);
    expect(rows.record?.highestRevision).toBe(2);
  });

  it('swaps the record when the latest revision goes, and keeps its number', () => {
    const rows = new Rows();
    rows.edit({ put: [{ revision: revision('one', 1) }, { revision: revision('two', 2) }] });
    const before = rows.record?.resourceVersion;
    expect(namesOf(rows.edit({ remove: ['repo.app.two'] }))).toEqual([
      'delete repo.app.two',
      'update repo.app.one',
      'update repo.app',
    ]);
    expect(rows.record).toMatchObject({ highestRevision: 2 });
    expect(rows.record?.resourceVersion).not.toBe(before);
  });

  it('keeps the metadata and the age of what is not given any', () => {
    const rows = new Rows();
    const createdAt = new Date('2025-01-01T00:00:00Z');
    rows.edit({
      put: [{ revision: revision('one', 0, 'Draft', 'c1', { createdAt }), metadata: { labels: { a: 'b' } } }],
    });
    rows.edit({ put: [{ revision: revision('one', 0, 'Draft', 'c2') }] });
    expect(rows.revisions.get('repo.app.one')).toMatchObject({
      contentVersion: 'c2',
      metadata: { labels: { a: 'b' } },
      creationTimestamp: '2025-01-01T00:00:00Z',
    });
  });

  it('makes a placeholder as old as its package', () => {
    const rows = new Rows();
    const createdAt = new Date('2025-01-01T00:00:00Z');
    const put = [
      { revision: revision('main', -1) },
      { revision: revision('one', 1, 'Published', 'c1', { createdAt }) },
    ];
    rows.edit({ put });
    expect(rows.revisions.get('repo.app.main')?.creationTimestamp).toBe('2025-01-01T00:00:00Z');
  });

  it('removes everything, the record too', () => {
    const rows = new Rows();
    rows.edit({ put: [{ revision: revision('one', 1) }, { revision: revision('main', -1) }] });
    rows.apply(planPackageRemoval(key, rows));
    expect([rows.revisions.size, rows.record]).toEqual([0, undefined]);
  });

  it('always has exactly the highest published revision as the latest, and never lowers the highest number', () => {
    const step = fc.record({
      workspace: fc.constantFrom('a', 'b', 'c', 'd'),
      number: fc.integer({ min: -1, max: 5 }),
      lifecycle: fc.constantFrom<PackageRevisionLifecycle>('Draft', 'Proposed', 'Published', 'DeletionProposed'),
      remove: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const rows = new Rows();
        let highest = 0;
        for (const { workspace, number, lifecycle, remove } of steps) {
          const name = `repo.app.${workspace}`;
          const stored = isPublished(lifecycle) ? number : 0;
          if (remove) rows.edit({ remove: [name] });
          else rows.edit({ put: [{ revision: revision(workspace, stored, lifecycle) }] });
          if (!remove) highest = Math.max(highest, stored);
          const published = [...rows.revisions.values()].filter(
            (item) => item.revision > 0 && isPublished(item.lifecycle),
          );
          const top = Math.max(...published.map((item) => item.revision));
          expect(rows.latest.length).toBe(published.length > 0 ? 1 : 0);
          for (const latest of rows.latest) expect(rows.revisions.get(latest)?.revision).toBe(top);
          expect(rows.record?.highestRevision ?? 0).toBe(highest);
        }
      }),
    );
  });
});
