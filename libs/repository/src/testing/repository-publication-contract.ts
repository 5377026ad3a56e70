import type * as jestGlobals from '@jest/globals';
import { RepositorySteps } from './repository-fixture';
import { type WithRepository } from './with-repository';

declare const describe: typeof jestGlobals.describe;
declare const it: typeof jestGlobals.it;
declare const expect: typeof jestGlobals.expect;

export function describePublicationContract(withRepository: WithRepository): void {
  describe('publication', () => {
    it(
      'publishes a proposed revision under its number and makes the placeholder',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const published = await steps.publish('app', 'first', 1);

        expect(published).toMatchObject({ kind: 'revision', revision: 1, lifecycle: 'Published' });
        expect(published.publishedAt).toBeInstanceOf(Date);
        const placeholder = await steps.placeholder('app');
        expect(placeholder).toMatchObject({ revision: -1, lifecycle: 'Published' });
        expect(placeholder?.key).toMatchObject({ packageName: 'app', workspaceName: 'main' });
        expect(await steps.list('app')).toHaveLength(2);
        expect(await steps.find('app', 'first')).toMatchObject({ revision: 1 });
      }),
    );

    it(
      'replaces the placeholder with each publication and keeps the older ones as they were',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const first = await steps.publish('app', 'first', 1, 'one');
        const second = await steps.publish('app', 'second', 2, 'two');

        expect(second.revision).toBe(2);
        expect(await steps.text(first)).toContain('value: one');
        expect(await steps.text((await steps.placeholder('app'))!)).toContain('value: two');
        expect(await steps.list('app')).toHaveLength(3);
        expect(await repository.listPackages(steps.context)).toMatchObject([
          { key: { packageName: 'app' }, latestRevision: 2 },
        ]);
      }),
    );

    it(
      'leaves other packages alone when one is published',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const other = await steps.publish('other', 'first', 1);
        const otherPlaceholder = await steps.placeholder('other');
        await steps.publish('app', 'first', 1);
        expect((await steps.find('other', 'first'))?.contentVersion).toBe(other.contentVersion);
        expect((await steps.placeholder('other'))?.contentVersion).toBe(otherPlaceholder?.contentVersion);
      }),
    );

    it(
      'refuses to edit what is published',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const published = await steps.publish('app', 'first', 1);
        await expect(repository.updatePackageRevision(published, steps.context)).rejects.toMatchObject({
          reason: expect.any(String),
        });
        expect(await steps.list('app')).toHaveLength(2);
      }),
    );

    it(
      'proposes a published revision for deletion and takes that back',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const published = await steps.publish('app', 'first', 1);
        const proposed = await steps.proposeDeletion(published);
        expect(proposed).toMatchObject({ lifecycle: 'DeletionProposed', revision: 1 });
        expect(await steps.find('app', 'first')).toMatchObject({ lifecycle: 'DeletionProposed' });
        const restored = await repository.updateLifecycle(proposed, 'Published', steps.context);
        expect(restored).toMatchObject({ lifecycle: 'Published', contentVersion: published.contentVersion });
      }),
    );

    it(
      'refuses other changes of a published revision, and a deletion proposal of a draft',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const published = await steps.publish('app', 'first', 1);
        const draft = await steps.create('app', 'second');
        const toDraft = repository.updateLifecycle(published, 'Draft', steps.context);
        await expect(toDraft).rejects.toMatchObject({ reason: expect.any(String) });
        await expect(steps.proposeDeletion(draft)).rejects.toMatchObject({ reason: expect.any(String) });
        expect(await steps.find('app', 'first')).toMatchObject({ lifecycle: 'Published' });
        expect(await steps.find('app', 'second')).toMatchObject({ lifecycle: 'Draft' });
      }),
    );

    it(
      'deletes a version without its placeholder, and the placeholder by itself',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const proposed = await steps.proposeDeletion(await steps.publish('app', 'first', 1));
        await repository.deletePackageRevision(proposed, steps.context);
        expect((await steps.list('app')).map(({ kind }) => kind)).toEqual(['placeholder']);

        const placeholder = await steps.proposeDeletion((await steps.placeholder('app'))!);
        expect(placeholder.lifecycle).toBe('DeletionProposed');
        await repository.deletePackageRevision(placeholder, steps.context);
        expect(await steps.list()).toEqual([]);
        expect(await repository.listPackages(steps.context)).toEqual([]);
      }),
    );

    it(
      'remembers the highest number after its revision is gone',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        await steps.publish('app', 'first', 1);
        const second = await steps.proposeDeletion(await steps.publish('app', 'second', 2));
        const key = { repository: repository.key, packageName: 'app' };
        expect(await repository.highestRevision(key, steps.context)).toBe(2);
        await repository.deletePackageRevision(second, steps.context);
        expect(await repository.highestRevision(key, steps.context)).toBe(2);
        const unknown = { repository: repository.key, packageName: 'unknown' };
        expect(await repository.highestRevision(unknown, steps.context)).toBe(0);
      }),
    );

    it(
      'removes a package with all its revisions only when each published one may go',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const key = { repository: repository.key, packageName: 'app' };
        const published = await steps.publish('app', 'first', 1);
        await steps.create('app', 'second');
        await steps.create('other', 'first');
        await expect(repository.deletePackage(key, steps.context)).rejects.toMatchObject({
          reason: expect.any(String),
        });
        expect(await steps.list('app')).toHaveLength(3);

        await steps.proposeDeletion(published);
        await steps.proposeDeletion((await steps.placeholder('app'))!);
        await repository.deletePackage(key, steps.context);
        expect((await steps.list()).map((revision) => revision.key.packageName)).toEqual(['other']);
      }),
    );
  });
}
