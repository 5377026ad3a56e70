import type * as jestGlobals from '@jest/globals';
import { RepositorySteps } from './repository-fixture';
import { samplePackage } from './sample-package';
import { type WithRepository } from './with-repository';

declare const describe: typeof jestGlobals.describe;
declare const it: typeof jestGlobals.it;
declare const expect: typeof jestGlobals.expect;

export function describeDraftContract(withRepository: WithRepository): void {
  describe('drafts', () => {
    it(
      'is empty at first',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        expect(await steps.list()).toEqual([]);
        expect(await repository.listPackages(steps.context)).toEqual([]);
        expect(repository.problems).toEqual([]);
      }),
    );

    it(
      'shows nothing of a draft before it is closed, nor of one that is dropped',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const before = await repository.version(steps.context);
        const key = { repository: repository.key, packageName: 'app', workspaceName: 'v1' };
        const draft = await repository.createPackageRevisionDraft(key, steps.context);
        await draft.updateResources(samplePackage('app'), { type: 'init' }, steps.context);

        expect(await steps.list()).toEqual([]);
        expect(await repository.version(steps.context)).toBe(before);
        expect((await draft.getResources(steps.context)).has('Kptfile')).toBe(true);
      }),
    );

    it(
      'stores a new draft with its task, key and contents',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const before = await repository.version(steps.context);
        const created = await steps.create('area/app', 'v1');

        expect(created).toMatchObject({ kind: 'revision', revision: 0, lifecycle: 'Draft' });
        expect(created.key).toMatchObject({ packageName: 'area/app', workspaceName: 'v1' });
        expect(created.key.repository).toMatchObject(repository.key);
        expect(created.tasks[0]).toMatchObject({ type: 'init', init: { description: 'sample' } });
        expect(await repository.version(steps.context)).not.toBe(before);
        const [listed] = await steps.list();
        expect(listed).toMatchObject({ lifecycle: 'Draft', contentVersion: created.contentVersion });
        expect(await steps.text(listed ?? created)).toContain('value: one');
      }),
    );

    it(
      'reads what the Kptfile says',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const created = await steps.create('app', 'v1', samplePackage('app', 'one', { tier: 'front' }));
        expect(created.kptfile.packageMetadata?.labels).toEqual({ tier: 'front' });
        const filter = { kptfileLabels: { tier: 'front' } };
        expect(await repository.listPackageRevisions(filter, steps.context)).toHaveLength(1);
        const other = { kptfileLabels: { tier: 'back' } };
        expect(await repository.listPackageRevisions(other, steps.context)).toHaveLength(0);
      }),
    );

    it(
      'replaces the whole file set on a push, keeps the task, and leaves the old snapshot as it was',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const created = await steps.create('app', 'v1');
        const contents = new Map(samplePackage('app', 'two'));
        contents.delete('config.yaml');
        contents.set('other.yaml', samplePackage('app', 'two').get('config.yaml')!);
        const pushed = await steps.push(created, contents);

        expect(pushed.contentVersion).not.toBe(created.contentVersion);
        expect(pushed.tasks[0]).toMatchObject({ type: 'init' });
        expect([...(await pushed.getResources(steps.context)).keys()].sort()).toEqual(['Kptfile', 'other.yaml']);
        expect(await steps.text(created)).toContain('value: one');
      }),
    );

    it(
      'moves a draft to Proposed and back without changing its contents',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const proposed = await steps.propose(await steps.create('app', 'v1'));
        expect(proposed).toMatchObject({ lifecycle: 'Proposed', revision: 0 });
        const rejected = await steps.move(proposed, 'Draft');
        expect(rejected).toMatchObject({ lifecycle: 'Draft', revision: 0 });
        expect(await steps.list()).toHaveLength(1);
        expect(await steps.text(rejected)).toContain('value: one');
      }),
    );

    it(
      'deletes a draft and leaves nothing of it',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const created = await steps.create('app', 'v1');
        await steps.create('app', 'v2');
        await repository.deletePackageRevision(created, steps.context);
        expect((await steps.list()).map(({ key }) => key.workspaceName)).toEqual(['v2']);
        await expect(repository.deletePackageRevision(created, steps.context)).rejects.toMatchObject({
          reason: expect.stringMatching(/NotFound|Conflict/),
        });
      }),
    );

    it(
      'tells packages with the same leaf apart by their full path',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        await steps.create('a/app', 'v1');
        await steps.create('b/app', 'v1');
        const [found, ...more] = await repository.listPackageRevisions({ packageName: 'a/app' }, steps.context);
        expect(found?.key.packageName).toBe('a/app');
        expect(more).toEqual([]);
        expect(await repository.listPackageRevisions({ packageLeaf: 'app' }, steps.context)).toHaveLength(2);
        expect(await repository.listPackageRevisions({ path: 'b' }, steps.context)).toHaveLength(1);
      }),
    );

    it(
      'refuses to create a package that exists',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const key = { repository: repository.key, packageName: 'app', workspaceName: 'v1' };
        const draft = await repository.createPackage(key, steps.context);
        await draft.updateResources(samplePackage('app'), { type: 'init' }, steps.context);
        await repository.closePackageRevisionDraft(draft, {}, steps.context);
        const again = repository.createPackage({ ...key, workspaceName: 'v2' }, steps.context);
        await expect(again).rejects.toMatchObject({ reason: 'AlreadyExists' });
      }),
    );

    it(
      'does nothing once its signal is aborted',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const stop = new AbortController();
        const key = { repository: repository.key, packageName: 'app', workspaceName: 'v1' };
        const draft = await repository.createPackageRevisionDraft(key, steps.context);
        await draft.updateResources(samplePackage('app'), { type: 'init' }, steps.context);
        stop.abort(new Error('stopped'));
        const closing = repository.closePackageRevisionDraft(draft, {}, { signal: stop.signal });
        await expect(closing).rejects.toThrow('stopped');
        expect(await steps.list()).toEqual([]);
      }),
    );
  });
}
