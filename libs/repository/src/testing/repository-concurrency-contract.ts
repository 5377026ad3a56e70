import type * as jestGlobals from '@jest/globals';
import { type RepositoryFixture, outcomes, RepositorySteps } from './repository-fixture';
import { samplePackage } from './sample-package';
import { type WithRepository } from './with-repository';

declare const describe: typeof jestGlobals.describe;
declare const it: typeof jestGlobals.it;
declare const expect: typeof jestGlobals.expect;

const REFUSALS = ['Conflict', 'AlreadyExists', 'NotFound', 'Invalid'];

export function describeConcurrencyContract(withRepository: WithRepository): void {
  describe('compare-and-swap', () => {
    it(
      'lets one of two pushes from the same base win and tells the other of the conflict',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const base = await steps.create('app', 'v1');
        const contents = [samplePackage('app', 'left'), samplePackage('app', 'right')];
        const { won, reasons } = await outcomes(contents.map((resources) => steps.push(base, resources)));
        expect({ won, reasons }).toEqual({ won: 1, reasons: ['Conflict'] });
      }),
    );

    it(
      'refuses a draft that was opened before somebody else changed its revision',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const base = await steps.create('app', 'v1');
        const draft = await repository.updatePackageRevision(base, steps.context);
        await draft.updateResources(samplePackage('app', 'late'), { type: 'push' }, steps.context);
        await steps.push(base, samplePackage('app', 'early'));
        const closing = repository.closePackageRevisionDraft(draft, {}, steps.context);
        await expect(closing).rejects.toMatchObject({ reason: 'Conflict' });
        expect(await steps.text((await steps.find('app', 'v1'))!)).toContain('value: early');
      }),
    );

    it(
      'knows by its version whether somebody else changed it',
      withRepository(async ({ repository, other }) => {
        const steps = new RepositorySteps(repository);
        const isAsKnown = async () => (await repository.version(steps.context)) === repository.knownVersion;
        await steps.publish('app', 'v1', 1);
        expect(await isAsKnown()).toBe(true);
        if (!other) return;
        await other.refresh(steps.context);
        await new RepositorySteps(other).create('app', 'theirs');
        expect(await isAsKnown()).toBe(false);
        await steps.create('app', 'ours');
        expect(await isAsKnown()).toBe(false);
        await repository.refresh(steps.context);
        expect(await isAsKnown()).toBe(true);
      }),
    );

    it(
      'lets one of two creations of the same revision win',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const { won, reasons } = await outcomes([steps.create('app', 'v1'), steps.create('app', 'v1')]);
        expect({ won, reasons }).toEqual({ won: 1, reasons: ['AlreadyExists'] });
        expect(await steps.list()).toHaveLength(1);
      }),
    );

    it(
      'lets one of two approvals of the same revision win',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const proposed = await steps.propose(await steps.create('app', 'v1'));
        const { won, reasons } = await outcomes([steps.approve(proposed, 1), steps.approve(proposed, 1)]);
        expect(won).toBe(1);
        expect(REFUSALS).toContain(reasons[0]);
        expect(await steps.list('app')).toHaveLength(2);
      }),
    );

    it(
      'never gives one number to two revisions',
      withRepository(async ({ repository, assignsRevisions }) => {
        const steps = new RepositorySteps(repository);
        const first = await steps.propose(await steps.create('app', 'first'));
        const second = await steps.propose(await steps.create('app', 'second'));
        const { won, reasons } = await outcomes([steps.approve(first, 1), steps.approve(second, 1)]);
        const numbers = (await steps.list('app')).map(({ revision }) => revision).filter((revision) => revision > 0);
        expect(new Set(numbers).size).toBe(numbers.length);
        if (assignsRevisions) expect(numbers.sort()).toEqual([1, 2]);
        else expect({ won, reasons }).toMatchObject({ won: 1, reasons: [expect.stringMatching(REFUSALS.join('|'))] });
      }),
    );

    it(
      'publishes different packages at the same time',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const names = ['a', 'b', 'c', 'd'];
        const proposed = [];
        for (const name of names) proposed.push(await steps.propose(await steps.create(name, 'v1')));
        await Promise.all(proposed.map((revision) => steps.approve(revision, 1)));
        for (const name of names) expect(await steps.list(name)).toHaveLength(2);
      }),
    );

    it(
      'refuses to delete a revision that changed since it was read',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const base = await steps.create('app', 'v1');
        await steps.push(base, samplePackage('app', 'two'));
        await expect(repository.deletePackageRevision(base, steps.context)).rejects.toMatchObject({
          reason: 'Conflict',
        });
        expect(await steps.list()).toHaveLength(1);
      }),
    );

    it(
      'refuses to propose deletion of a revision twice from the same reading',
      withRepository(async ({ repository }) => {
        const steps = new RepositorySteps(repository);
        const published = await steps.publish('app', 'v1', 1);
        const { won } = await outcomes([steps.proposeDeletion(published), steps.proposeDeletion(published)]);
        expect(won).toBe(1);
      }),
    );

    it('sees what another client did after a refresh, and conflicts with it', withRepository(anotherClient));
  });
}

async function anotherClient({ repository, other }: RepositoryFixture): Promise<void> {
  if (!other) return;
  const steps = new RepositorySteps(repository);
  const theirs = new RepositorySteps(other);
  const base = await steps.create('app', 'v1');
  await other.refresh(theirs.context);
  const seen = await theirs.find('app', 'v1');
  expect(seen?.contentVersion).toBe(base.contentVersion);
  await theirs.push(seen!, samplePackage('app', 'theirs'));
  await expect(steps.push(base, samplePackage('app', 'ours'))).rejects.toMatchObject({ reason: 'Conflict' });
  await repository.refresh(steps.context);
  expect(await steps.text((await steps.find('app', 'v1'))!)).toContain('value: theirs');
}
