import { type RepositoryObject } from '@porch/api';
import { revision } from '../../testing/fixtures';
import { availableUpdates } from './available-updates';

const published = { lifecycle: 'Published' as const };
const repository = (name: string, directory?: string, namespace = 'ns'): RepositoryObject => ({
  apiVersion: 'config.porch.kpt.dev/v1alpha1',
  kind: 'Repository',
  metadata: { name, namespace },
  spec: { type: 'git', git: { repo: 'https://h/shared', ...(directory === undefined ? {} : { directory }) } },
});
const basedOn = (ref: string) =>
  revision('team.web.v1', published, { upstreamLock: { git: { repo: 'https://h/shared.git', ref } } });
const first = revision('base.web.v1', { ...published, revision: 1 });
const second = revision('base.web.v2', { ...published, revision: 2 });

describe('availableUpdates', () => {
  it.each(['base', '/base', 'base/'])('finds the upstream in a repository that is registered for %s', (directory) => {
    const registered = [repository('base', directory), repository('team', 'team')];
    expect(availableUpdates(basedOn('base/web/v1'), [first, second], registered)).toEqual({
      repository: 'base',
      basedOn: 'v1',
      draft: undefined,
      updates: [second],
    });
  });

  it('takes a draft’s ref from the repository’s root as well', () => {
    const found = availableUpdates(basedOn('drafts/base/web/trial'), [first], [repository('base', 'base')]);
    expect(found).toMatchObject({ repository: 'base', draft: 'trial', updates: [first] });
  });

  it('takes no repository whose directory is a part of another one’s name', () => {
    const registered = [repository('base', 'base'), repository('basement', 'base-ment')];
    const found = availableUpdates(basedOn('base-ment/web/v1'), [first, second], registered);
    expect(found).toMatchObject({ repository: 'basement', updates: [] });
  });

  it.each(['main', ''])('knows of no updates of what was cloned from plain git at %j', (ref) => {
    const found = availableUpdates(basedOn(ref), [first, second], [repository('base')]);
    expect(found).toEqual({ repository: '', basedOn: ref, draft: undefined, updates: [] });
  });

  it('does not count a repository of a namespace whose revisions are not listed', () => {
    const found = availableUpdates(basedOn('web/v1'), [first], [repository('base', '/', 'other')]);
    expect(found).toMatchObject({ repository: '', updates: [] });
  });

  it('looks in the revision’s own namespace first', () => {
    const elsewhere = { ...second, metadata: { ...second.metadata, namespace: 'other' } };
    const registered = [repository('base'), repository('base', '/', 'other')];
    expect(availableUpdates(basedOn('web/v1'), [elsewhere], registered).updates).toEqual([]);
    expect(availableUpdates(basedOn('web/v1'), [second, elsewhere], registered).updates).toEqual([second]);
    expect(availableUpdates(basedOn('web/v1'), [second, elsewhere], registered.slice(1)).updates).toEqual([elsewhere]);
  });
});
