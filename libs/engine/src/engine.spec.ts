import {
  isPorchError,
  LIFECYCLES,
  type LifecycleChangeSource,
  lifecycleTransitionAllowed,
  type PackageRevisionLifecycle,
  type PackageRevisionObject,
  type PorchError,
  type Task,
} from '@porch/api';
import { createReferenceResolver } from './reference-resolver';
import { createEngineFixture, type EngineFixture, newRevision } from './engine-fixture.spec-support';

let fixture: EngineFixture;
beforeEach(async () => {
  fixture = await createEngineFixture();
});
afterEach(() => fixture.close());

/** The error an operation ends with, as the wire would tell it. */
async function failure(operation: Promise<unknown>): Promise<Pick<PorchError, 'code' | 'reason'> & { text: string }> {
  try {
    await operation;
  } catch (error) {
    if (!isPorchError(error)) throw error;
    return { code: error.code, reason: error.reason, text: `${error.wirePrefix}${error.message}` };
  }
  throw new Error('it was not refused');
}

const init: Task = { type: 'init', init: { description: 'd' } };

describe('creating a package revision', () => {
  it('stores a draft that can be read, and announces it once', async () => {
    const created = await fixture.create(newRevision('web', 'w', init));
    expect(created).toMatchObject({
      metadata: { name: 'git.web.w', namespace: 'ns' },
      spec: { packageName: 'web', repository: 'git', workspaceName: 'w', lifecycle: 'Draft', tasks: [init] },
    });
    expect(await fixture.get('git.web.w')).toEqual(created);
    expect(fixture.events()).toEqual(['Added git.web.w Draft']);
  });

  it('initialises a package when it is given no task', async () => {
    const created = await fixture.create(newRevision('web', 'w'));
    expect(created.spec.tasks).toEqual([{ type: 'init', init: { description: 'web description' } }]);
  });

  it('keeps labels, annotations, finalizers and owners of the request', async () => {
    const metadata = { labels: { a: 'b' }, annotations: { c: 'd' }, finalizers: ['x/y'] };
    const created = await fixture.create({
      ...newRevision('web', 'w', init),
      metadata: { ...metadata, name: 'ignored' },
    });
    expect(created.metadata).toMatchObject({ ...metadata, name: 'git.web.w' });
  });

  it.each<[string, PackageRevisionObject, number, string]>([
    [
      'no repository',
      { ...newRevision('web', 'w'), spec: { packageName: 'web', workspaceName: 'w' } },
      400,
      'spec.repositoryName is required',
    ],
    [
      'an unknown repository',
      newRevision('web', 'w', init, 'nowhere'),
      404,
      'repositories.config.porch.kpt.dev "nowhere" not found',
    ],
    ['a bad package name', newRevision('Web_', 'w', init), 422, 'RFC 1123'],
    ['a path that climbs', newRevision('../web', 'w', init), 422, 'spec.packageName'],
    ['a bad workspace', newRevision('web', '-h', init), 422, 'spec.workspaceName'],
    [
      'the latest label',
      { ...newRevision('web', 'w', init), metadata: { labels: { 'kpt.dev/latest-revision': 'true' } } },
      422,
      'label is managed by porch and cannot be set by users',
    ],
    [
      'a published lifecycle',
      { ...newRevision('web', 'w', init), spec: { ...newRevision('web', 'w', init).spec, lifecycle: 'Published' } },
      422,
      'value can be only created as Draft',
    ],
    [
      'two tasks',
      { ...newRevision('web', 'w'), spec: { ...newRevision('web', 'w').spec, tasks: [init, init] } },
      422,
      'Internal error occurred: task list must not contain more than one task',
    ],
    [
      'an unknown source',
      newRevision('web', 'w', { type: 'edit', edit: { sourceRef: { name: 'git.no.w' } } }),
      404,
      'not found',
    ],
  ])('refuses %s and leaves nothing', async (_what, object, code, text) => {
    expect(await failure(fixture.create(object))).toMatchObject({
      code,
      text: expect.stringContaining(text) as string,
    });
    expect(await fixture.names()).toEqual([]);
    expect(fixture.events()).toEqual([]);
    expect(fixture.remoteVersion()).toBe(fixture.initialRemoteVersion);
  });

  describe('beside what is there', () => {
    beforeEach(() => fixture.create(newRevision('team/web', 'w', init)));

    it('wants workspaces unique within a package, by its full path', async () => {
      const publish = newRevision('team/web', 'w', { type: 'edit', edit: { sourceRef: { name: 'git.team.web.w' } } });
      expect(await failure(fixture.create(publish))).toEqual({
        code: 409,
        reason: 'AlreadyExists',
        text:
          'Internal error occurred: package revision workspaceNames must be unique; package revision with name ' +
          'team/web in repo git with workspaceName w already exists',
      });
    });

    it('wants a new package for init and for clone', async () => {
      expect(await failure(fixture.create(newRevision('team/web', 'other', init)))).toMatchObject({
        code: 409,
        text: 'Internal error occurred: package "team/web" already exists in repository "git"',
      });
      const clone = newRevision('team/web', 'other', { type: 'clone', clone: {} });
      expect(await failure(fixture.create(clone))).toMatchObject({
        code: 409,
        text:
          'Internal error occurred: `clone` cannot create a new revision for package "team/web" that already exists ' +
          'in repo "git"; make subsequent revisions using `copy`',
      });
    });

    it.each(['team', 'team/web/inner'])('allows no package inside another: %s', async (path) => {
      expect(await failure(fixture.create(newRevision(path, 'x', init)))).toMatchObject({
        code: 422,
        text: `Internal error occurred: package path "${path}" conflicts with existing package "team/web": packages cannot be nested`,
      });
    });

    it.each(['web', 'other/web', 'team/webs'])(
      'is not confused by %s, which has the same leaf or a common start',
      async (path) => {
        await fixture.create(newRevision(path, 'w', init));
        expect(await fixture.names()).toContain(`git.${path.replaceAll('/', '.')}.w`);
      },
    );
  });

  it('lets one of two conflicting creations at once win', async () => {
    const outcomes = await Promise.allSettled([
      fixture.create(newRevision('a', 'one', init)),
      fixture.create(newRevision('a', 'two', init)),
      fixture.create(newRevision('a/b', 'w', init)),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await fixture.names()).toHaveLength(1);
  });

  it('answers the second of two same creations that one is in progress', async () => {
    const outcomes = await Promise.allSettled([1, 2].map(() => fixture.create(newRevision('a', 'w', init))));
    const [second] = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as PorchError] : [],
    );
    expect(second).toMatchObject({
      code: 409,
      message:
        'another request is already in progress to create package revision with details namespace="ns", ' +
        'repository="git", package="a",workspace="w"',
    });
  });

  it('stores nothing when the render fails', async () => {
    fixture.failRenders('broken');
    expect(await failure(fixture.create(newRevision('web', 'w', init)))).toMatchObject({ code: 422 });
    expect(await fixture.names()).toEqual([]);
  });

  it('stores nothing when the client leaves in the middle', async () => {
    const leaving = new AbortController();
    fixture.onRender(() => leaving.abort(new Error('gone')));
    await expect(fixture.create(newRevision('web', 'w', init), leaving.signal)).rejects.toThrow('gone');
    expect(await fixture.names()).toEqual([]);
    expect(fixture.events()).toEqual([]);
  });

  it('answers a dry run with what would be stored, and stores nothing', async () => {
    const answered = await fixture.engine.createPackageRevision(
      'ns',
      newRevision('web', 'w', init),
      { dryRun: true },
      fixture.context,
    );
    expect(answered.metadata.name).toBe('git.web.w');
    expect(answered.spec.lifecycle).toBe('Draft');
    expect(await fixture.names()).toEqual([]);
    expect(fixture.remoteVersion()).toBe(fixture.initialRemoteVersion);
  });
});

describe('the lifecycle', () => {
  const every = LIFECYCLES.flatMap((from) =>
    LIFECYCLES.flatMap((to) => (['update', 'approval'] as const).map((source) => [from, to, source] as const)),
  );

  it.each(every)('from %s to %s by %s goes as the table says', async (from, to, source) => {
    const before = await fixture.inLifecycle('web', from);
    const change = fixture.update({ ...before, spec: { ...before.spec, lifecycle: to } }, source);
    if (lifecycleTransitionAllowed(from, to, source)) {
      expect((await change).spec.lifecycle).toBe(to);
      expect((await fixture.get(before.metadata.name ?? '')).spec.lifecycle).toBe(to);
    } else {
      expect(await failure(change)).toMatchObject({ code: 422, reason: 'Invalid' });
      expect(await fixture.get(before.metadata.name ?? '')).toEqual(before);
    }
  });

  it('says why a draft is not approved', async () => {
    const draft = await fixture.inLifecycle('web', 'Draft');
    expect(
      await failure(fixture.update({ ...draft, spec: { ...draft.spec, lifecycle: 'Published' } }, 'approval')),
    ).toMatchObject({
      text: expect.stringContaining(
        'cannot approve package with Draft lifecycle value; only Proposed packages can be approved',
      ) as string,
    });
  });

  it('numbers publications, moves the latest label and announces what changed', async () => {
    await fixture.inLifecycle('web', 'Published', 'one');
    fixture.forgetEvents();
    const second = await fixture.inLifecycle('web', 'Published', 'two');
    expect(second.spec.revision).toBe(2);
    expect(second.metadata.labels).toEqual({ 'kpt.dev/latest-revision': 'true' });
    expect((await fixture.get('git.web.one')).metadata.labels).toBeUndefined();
    expect(fixture.events()).toEqual(
      expect.arrayContaining([
        'Modified git.web.two Published',
        'Modified git.web.one Published',
        'Modified git.web.main Published',
      ]),
    );
    expect(new Set(fixture.events()).size).toBe(fixture.events().length);
  });

  it('refuses an unknown lifecycle', async () => {
    const draft = await fixture.inLifecycle('web', 'Draft');
    const spec = { ...draft.spec, lifecycle: 'Final' as PackageRevisionLifecycle };
    expect(await failure(fixture.update({ ...draft, spec }))).toMatchObject({
      code: 422,
      text: 'Internal error occurred: unsupported lifecycle value: Final',
    });
  });

  it.each<[LifecycleChangeSource, PackageRevisionLifecycle, PackageRevisionLifecycle]>([
    ['update', 'Draft', 'Proposed'],
    ['approval', 'Proposed', 'Published'],
  ])('holds back a package whose gates are not met (%s)', async (source, from, to) => {
    const held = await fixture.inLifecycle('web', from, 'w', {
      readinessGates: [{ conditionType: 'checked' }],
      relaxed: true,
    });
    expect(await failure(fixture.update({ ...held, spec: { ...held.spec, lifecycle: to } }, source))).toMatchObject({
      code: 422,
      text: 'readiness conditions not met: waiting for condition checked to be True',
    });
  });

  it('holds back a package whose contents do not render', async () => {
    const draft = await fixture.inLifecycle('web', 'Draft');
    const conditions = [{ type: 'Rendered', status: 'False' as const, reason: 'RenderFailed', message: 'step 2' }];
    const broken = await fixture.update({ ...draft, status: { conditions } });
    expect(await failure(fixture.update({ ...broken, spec: { ...broken.spec, lifecycle: 'Proposed' } }))).toMatchObject(
      {
        code: 422,
        text: 'readiness conditions not met: the package does not render: step 2',
      },
    );
  });
});

describe('an update', () => {
  it('names the version it is based on', async () => {
    const draft = await fixture.inLifecycle('web', 'Draft');
    const without = { ...draft, metadata: { ...draft.metadata, resourceVersion: '' } };
    expect(await failure(fixture.update(without))).toEqual({
      code: 400,
      reason: 'BadRequest',
      text: 'Internal error occurred: resourceVersion must be specified for an update',
    });
    await fixture.update({ ...draft, metadata: { ...draft.metadata, labels: { a: 'b' } } });
    expect(await failure(fixture.update(draft))).toEqual({
      code: 409,
      reason: 'Conflict',
      text:
        'Internal error occurred: Operation cannot be fulfilled on packagerevisions.porch.kpt.dev "git.web.w": ' +
        'the object has been modified; please apply your changes to the latest version and try again',
    });
  });

  it('of metadata alone makes no commit, and is announced', async () => {
    const draft = await fixture.inLifecycle('web', 'Draft');
    const version = fixture.remoteVersion();
    fixture.forgetEvents();
    const updated = await fixture.update({ ...draft, metadata: { ...draft.metadata, labels: { a: 'b' } } });
    expect(updated.metadata.labels).toEqual({ a: 'b' });
    expect(updated.metadata.resourceVersion).not.toBe(draft.metadata.resourceVersion);
    expect(fixture.remoteVersion()).toBe(version);
    expect(fixture.events()).toEqual(['Modified git.web.w Draft']);
  });

  it('of metadata of a published revision changes its resourceVersion', async () => {
    const published = await fixture.inLifecycle('web', 'Published');
    fixture.forgetEvents();
    const labels = { ...published.metadata.labels, a: 'b' };
    const updated = await fixture.update({ ...published, metadata: { ...published.metadata, labels } });
    expect(updated.metadata.resourceVersion).not.toBe(published.metadata.resourceVersion);
    expect(fixture.events()).toEqual(['Modified git.web.w Published']);
  });

  it('that changes nothing changes nothing', async () => {
    const draft = await fixture.inLifecycle('web', 'Draft');
    fixture.forgetEvents();
    expect(await fixture.update(draft)).toEqual(draft);
    expect(fixture.events()).toEqual([]);
  });

  it('cannot change the contents of a published revision, nor what names it', async () => {
    const published = await fixture.inLifecycle('web', 'Published');
    for (const spec of [{ packageMetadata: { labels: { a: 'b' } } }, { packageName: 'other' }, { tasks: [] }]) {
      expect(await failure(fixture.update({ ...published, spec: { ...published.spec, ...spec } }))).toMatchObject({
        code: 422,
      });
    }
  });

  it('is refused while another is under way', async () => {
    const draft = await fixture.inLifecycle('web', 'Draft');
    const change = (value: string) => fixture.update({ ...draft, metadata: { ...draft.metadata, labels: { value } } });
    const outcomes = await Promise.allSettled([change('a'), change('b')]);
    const refused = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason as PorchError] : [],
    );
    expect(refused).toEqual([
      expect.objectContaining({
        code: 409,
        message: 'another request is already in progress on package revision "ns/git.web.w"',
      }),
    ]);
  });

  it('with a dry run changes nothing', async () => {
    const draft = await fixture.inLifecycle('web', 'Draft');
    fixture.forgetEvents();
    const wanted = { ...draft, spec: { ...draft.spec, lifecycle: 'Proposed' as const } };
    const answered = await fixture.engine.updatePackageRevision(
      'ns',
      'git.web.w',
      wanted,
      { source: 'update', dryRun: true },
      fixture.context,
    );
    expect(answered.spec.lifecycle).toBe('Proposed');
    expect(await fixture.get('git.web.w')).toEqual(draft);
    expect(fixture.events()).toEqual([]);
  });
});

describe('deleting', () => {
  it.each(['Draft', 'Proposed', 'DeletionProposed'] as const)(
    'removes a %s revision and announces it',
    async (lifecycle) => {
      await fixture.inLifecycle('web', lifecycle);
      fixture.forgetEvents();
      await fixture.engine.deletePackageRevision('ns', 'git.web.w', {}, fixture.context);
      expect(fixture.events()).toContain(`Deleted git.web.w ${lifecycle}`);
      expect(await fixture.names()).not.toContain('git.web.w');
    },
  );

  it('refuses a published revision', async () => {
    await fixture.inLifecycle('web', 'Published');
    expect(await failure(fixture.engine.deletePackageRevision('ns', 'git.web.w', {}, fixture.context))).toEqual({
      code: 403,
      reason: 'Forbidden',
      text:
        'packagerevisions.porch.kpt.dev "git.web.w" is forbidden: published PackageRevisions must be proposed for ' +
        "deletion by setting spec.lifecycle to 'DeletionProposed' prior to deletion",
    });
  });

  it('removes the placeholder of a package only after that was proposed, as any published revision', async () => {
    await fixture.inLifecycle('web', 'Published');
    const remove = () => fixture.engine.deletePackageRevision('ns', 'git.web.main', {}, fixture.context);
    expect(await failure(remove())).toMatchObject({ code: 403, reason: 'Forbidden' });
    const placeholder = await fixture.get('git.web.main');
    await fixture.update({ ...placeholder, spec: { ...placeholder.spec, lifecycle: 'DeletionProposed' } });
    await remove();
    expect(fixture.events()).toContain('Deleted git.web.main DeletionProposed');
  });

  it('refuses what another was cloned from', async () => {
    await fixture.inLifecycle('base', 'Published');
    await fixture.create(
      newRevision('down', 'w', { type: 'clone', clone: { upstreamRef: { upstreamRef: { name: 'git.base.w' } } } }),
    );
    const base = await fixture.get('git.base.w');
    await fixture.update({ ...base, spec: { ...base.spec, lifecycle: 'DeletionProposed' } });
    expect(await failure(fixture.engine.deletePackageRevision('ns', 'git.base.w', {}, fixture.context))).toMatchObject({
      code: 403,
      text: 'cannot delete package revision, it is referenced as upstream by: git.down.w',
    });
  });

  it('waits for finalizers, and goes on when the last is gone', async () => {
    await fixture.create({ ...newRevision('web', 'w', init), metadata: { finalizers: ['x/y'] } });
    fixture.forgetEvents();
    const marked = await fixture.engine.deletePackageRevision('ns', 'git.web.w', {}, fixture.context);
    expect(marked.metadata.deletionTimestamp).toEqual(expect.any(String));
    expect(fixture.events()).toEqual(['Modified git.web.w Draft']);
    await fixture.update({ ...marked, metadata: { ...marked.metadata, finalizers: [] } });
    expect(await fixture.names()).toEqual([]);
    expect(fixture.events()).toEqual(['Modified git.web.w Draft', 'Deleted git.web.w Draft']);
  });

  it('honours preconditions and dry runs', async () => {
    await fixture.inLifecycle('web', 'Draft');
    const remove = (options: object) =>
      fixture.engine.deletePackageRevision('ns', 'git.web.w', options, fixture.context);
    expect(await failure(remove({ preconditions: { uid: 'other' } }))).toMatchObject({ code: 409 });
    expect(await failure(remove({ preconditions: { resourceVersion: '1' } }))).toMatchObject({ code: 409 });
    await remove({ dryRun: true });
    expect(await fixture.names()).toEqual(['git.web.w']);
  });

  it('answers 404 for what is not there', async () => {
    expect(await failure(fixture.engine.deletePackageRevision('ns', 'git.no.w', {}, fixture.context))).toMatchObject({
      code: 404,
    });
  });
});

describe('resources', () => {
  const push = async (resources: Record<string, string>, changes: object = {}) => {
    const current = await fixture.engine.getPackageResources('ns', 'git.web.w', fixture.context);
    const object = { ...current, spec: { resources }, metadata: { ...current.metadata, ...changes } };
    return fixture.engine.updatePackageResources('ns', 'git.web.w', object, {}, fixture.context);
  };
  const contents = async () => {
    const { spec } = await fixture.engine.getPackageResources('ns', 'git.web.w', fixture.context);
    return { ...spec.resources };
  };

  it('are replaced, rendered and announced', async () => {
    await fixture.inLifecycle('web', 'Draft');
    fixture.forgetEvents();
    const files = { ...(await contents()), 'new.yaml': 'kind: X\n' };
    const { object } = await push(files);
    expect(object.metadata).toEqual(expect.not.objectContaining({ labels: expect.anything() as unknown }));
    expect(await contents()).toEqual(files);
    expect(fixture.events()).toEqual(['Modified git.web.w Draft']);
  });

  it.each([
    [{ 'x/../../y': '' }, 'is not allowed'],
    [{ '.git/config': '' }, 'is not allowed'],
    [{}, 'package must contain Kptfile at root'],
    [{ Kptfile: '\0' }, 'NUL'],
  ])('are refused when they cannot be a package: %j', async (files, text) => {
    await fixture.inLifecycle('web', 'Draft');
    const before = await contents();
    expect(await failure(push({ ...(text.includes('root') ? {} : before), ...files }))).toMatchObject({
      code: 422,
      text: expect.stringContaining(text) as string,
    });
    expect(await contents()).toEqual(before);
  });

  it('want the version they are based on, by their own name', async () => {
    await fixture.inLifecycle('web', 'Draft');
    expect(await failure(push(await contents(), { resourceVersion: '1' }))).toMatchObject({
      code: 409,
      text: expect.stringContaining(
        'Internal error occurred: Operation cannot be fulfilled on packagerevisionresources.porch.kpt.dev "git.web.w"',
      ) as string,
    });
    expect(await failure(push(await contents(), { resourceVersion: undefined }))).toMatchObject({ code: 400 });
  });

  it('of anything but a draft stay as they are', async () => {
    await fixture.inLifecycle('web', 'Proposed');
    expect(await failure(push(await contents()))).toMatchObject({
      code: 422,
      text: 'Internal error occurred: cannot update a package revision with lifecycle value "Proposed"; package must be Draft',
    });
  });

  it('that fail to render are not stored, and tell what failed', async () => {
    await fixture.inLifecycle('web', 'Draft');
    const before = await contents();
    fixture.failRenders('pipeline broke');
    const error = await push({ ...before, 'a.yaml': 'kind: A\n' }).catch((caught: unknown) => caught as PorchError);
    expect(error).toMatchObject({
      code: 422,
      message:
        'error rendering package in kpt function pipeline. Package NOT pushed to remote. ' +
        "Fix locally (until 'kpt fn render' succeeds) and retry. Details: pipeline broke",
      details: {
        renderStatus: { error: 'pipeline broke' },
        // What kubectl shows.
        causes: [{ field: 'spec.resources', message: expect.stringContaining('Details: pipeline broke') as string }],
      },
    });
    expect(await contents()).toEqual(before);
  });

  it('that fail to render are stored where the revision asks for it, and still are an error', async () => {
    const annotations = { 'porch.kpt.dev/push-on-render-failure': 'true' };
    await fixture.create({ ...newRevision('web', 'w', init), metadata: { annotations } });
    fixture.failRenders('pipeline broke');
    const files = { ...(await contents()), 'a.yaml': 'kind: A\n' };
    expect(await failure(push(files))).toMatchObject({
      text: 'Internal error occurred: Package pushed to remote despite render failure. Details: pipeline broke',
    });
    expect(Object.keys(await contents())).toContain('a.yaml');
  });

  it('that are no text survive a push and are named in a condition', async () => {
    await fixture.inLifecycle('web', 'Draft');
    await fixture.addFile('git.web.w', 'logo.png', { content: Uint8Array.from([0, 255]), mode: 'regular' });
    await push({ ...(await contents()), 'a.yaml': 'kind: A\n' });
    expect(Object.keys(await contents())).not.toContain('logo.png');
    expect(await fixture.paths('git.web.w')).toContain('logo.png');
  });
});

describe('packages', () => {
  it('are what the revisions imply', async () => {
    await fixture.inLifecycle('team/web', 'Published');
    await fixture.inLifecycle('db', 'Draft');
    const packages = await fixture.engine.listPackages('ns', fixture.context);
    expect(packages.map(({ metadata, status }) => [metadata.name, status?.latestRevision])).toEqual(
      expect.arrayContaining([
        ['git.team.web', 1],
        ['git.db', 0],
      ]),
    );
  });

  it('are created as an init draft and deleted with all their revisions', async () => {
    const object = {
      apiVersion: 'porch.kpt.dev/v1alpha1',
      kind: 'PorchPackage' as const,
      metadata: {},
      spec: { packageName: 'web', repository: 'git' },
    };
    await fixture.engine.createPackage('ns', object, fixture.context);
    expect(await fixture.names()).toEqual(['git.web.v1']);
    await fixture.engine.deletePackage('ns', 'git.web', fixture.context);
    expect(await fixture.names()).toEqual([]);
  });

  it('keep their published revisions until all are proposed for deletion', async () => {
    await fixture.inLifecycle('web', 'Published');
    expect(await failure(fixture.engine.deletePackage('ns', 'git.web', fixture.context))).toMatchObject({
      code: expect.any(Number) as number,
    });
    expect(await fixture.names()).toContain('git.web.w');
  });
});

describe('watching as an async iteration', () => {
  it('tells changes as they come and ends with the signal', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const change of fixture.engine.packageRevisionChanges({ packageName: 'web' }, stop.signal)) {
        seen.push(`${change.type} ${change.packageRevision.name}`);
        if (seen.length === 2) stop.abort();
      }
    })();
    await fixture.create(newRevision('other', 'w', init));
    await fixture.inLifecycle('web', 'Proposed');
    await watching;
    expect(seen).toEqual(['Added git.web.w', 'Modified git.web.w']);
  });
});

describe('references to other namespaces', () => {
  const base = { key: { repository: { namespace: 'platform', name: 'git' } }, name: 'git.base.v1' };
  const cache = {
    snapshot: ({ namespace, name }: { namespace?: string; name?: string }) => ({
      items: namespace === 'platform' && name === base.name ? [base] : [],
    }),
  } as unknown as Parameters<typeof createReferenceResolver>[0];

  it('find nothing there, and say so in the words of their own', async () => {
    expect(
      await failure(createReferenceResolver(cache).resolvePackageRevision('team', base.name, fixture.context)),
    ).toMatchObject({ code: 404, text: 'packagerevisions.porch.kpt.dev "git.base.v1" not found' });
  });

  it('work where an administrator shares the namespace', async () => {
    const resolver = createReferenceResolver(cache, ['platform']);
    expect(await resolver.resolvePackageRevision('team', base.name, fixture.context)).toBe(base);
  });
});
