import { type PackageRevisionObject, type RepositoryObject, type Task } from '@porch/api';
import {
  backgroundContext,
  type CachedPackageRevision,
  fileText,
  type PackageFile,
  type PackageRenderer,
  type PackageResources,
  type PackageRevisionDraft,
  textFile,
} from '@porch/repository';
import { createTaskHandler } from './create-task-handler';
import { summariseResources } from './summarise-resources';

const context = backgroundContext();
const repositoryKey = { namespace: 'ns', name: 'git' };

function files(texts: Record<string, string>): PackageResources {
  return new Map(Object.entries(texts).map(([path, text]) => [path, textFile(text)]));
}

function texts(resources: PackageResources): Record<string, string> {
  return Object.fromEntries([...resources].map(([path, file]) => [path, fileText(file) ?? '(no text)']));
}

/** A draft that keeps what it is given, as every repository's does before it is closed. */
function draftOf(initial: PackageResources = new Map<string, PackageFile>()) {
  const commits: { resources: PackageResources; task: Task }[] = [];
  const draft: PackageRevisionDraft = {
    key: { repository: repositoryKey, packageName: 'team/web', workspaceName: 'w' },
    base: undefined,
    lifecycle: 'Draft',
    getResources: () => Promise.resolve(commits.at(-1)?.resources ?? initial),
    updateResources: (resources, task) => {
      commits.push({ resources, task });
      return Promise.resolve();
    },
    updateLifecycle: () => undefined,
  };
  return { draft, commits };
}

function revision(name: string, resources: PackageResources, changes: Partial<CachedPackageRevision> = {}) {
  return {
    key: { repository: repositoryKey, packageName: 'base', workspaceName: 'v1' },
    kind: 'revision',
    revision: 1,
    lifecycle: 'Published',
    name,
    selfLock: {
      type: 'git',
      git: { repo: 'https://git.example/up', directory: '/base', ref: 'base/v1', commit: 'abc' },
    },
    getResources: () => Promise.resolve(resources),
    ...changes,
  } as CachedPackageRevision;
}

/** A renderer that fails where a package asks for it, and otherwise leaves a mark in the Kptfile's status. */
const renderer: PackageRenderer = {
  render(resources, { namespace }) {
    expect(namespace).toBe(repositoryKey.namespace);
    const failing = [...resources.values()].some((file) => fileText(file)?.includes('please-fail'));
    return Promise.resolve({
      resources,
      renderStatus: { error: failing ? 'it failed' : '' },
      failure: failing ? 'it failed' : undefined,
    });
  },
};

function handler(revisions: readonly CachedPackageRevision[] = []) {
  return createTaskHandler({
    renderer,
    referenceResolver: {
      resolvePackageRevision: (_namespace, name) => {
        const found = revisions.find((candidate) => candidate.name === name);
        return found ? Promise.resolve(found) : Promise.reject(new Error(`${name} not found`));
      },
    },
    upstreamFetcher: {
      fetchPackage: (source) =>
        Promise.resolve({
          resources: files({ Kptfile: kptfile, 'a.yaml': configMap }),
          lock: { type: 'git', git: { ...source, commit: 'c0ffee' } },
        }),
    },
  });
}

const object = (task: Task | undefined, more: Partial<PackageRevisionObject['spec']> = {}): PackageRevisionObject => ({
  apiVersion: 'porch.kpt.dev/v1alpha1',
  kind: 'PackageRevision',
  metadata: {},
  spec: { packageName: 'team/web', repository: 'git', workspaceName: 'w', ...(task ? { tasks: [task] } : {}), ...more },
});
const repository = (deployment = false): RepositoryObject => ({
  apiVersion: 'config.porch.kpt.dev/v1alpha1',
  kind: 'Repository',
  metadata: { name: 'git', namespace: 'ns' },
  spec: { deployment },
});
const config = { packageName: 'team/web', packagePath: 'team/web' };

const kptfile = `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: base # the platform's
  annotations:
    keep: me
upstream:
  type: git
  updateStrategy: fast-forward
  git: {repo: old, directory: old, ref: old}
info:
  description: a base
unknownField: stays
`;
const configMap = `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
data:
  a: b # why
`;

const apply = async (
  task: Task,
  options: { deployment?: boolean; revisions?: CachedPackageRevision[]; spec?: object } = {},
) => {
  const { draft, commits } = draftOf();
  await handler(options.revisions).applyTask(
    draft,
    repository(options.deployment),
    object(task, options.spec),
    config,
    context,
  );
  expect(commits).toHaveLength(1);
  return { made: texts(commits[0]?.resources ?? new Map()), task: commits[0]?.task };
};

describe('init', () => {
  it('makes what kpt makes, the Kptfile named by the full path', async () => {
    const init = { description: 'd <b>', keywords: ['a', 'b'], site: 'http://x' };
    const { made, task } = await apply({ type: 'init', init });
    expect(task).toEqual({ type: 'init', init });
    expect(made['Kptfile']).toBe(`apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: team/web
  annotations:
    config.kubernetes.io/local-config: "true"
info:
  site: http://x
  description: d <b>
  keywords:
  - a
  - b
`);
    expect(made['README.md']).toContain('# team/web\n\n## Description\nd &lt;b&gt;\n');
    expect(made['package-context.yaml']).toContain('data:\n  name: example\n');
  });

  it('makes a subpackage too, named after its folder', async () => {
    const { made } = await apply({ type: 'init', init: { subpackage: '/inner/deep' } });
    expect(made['inner/deep/Kptfile']).toContain('  name: deep\n');
    expect(made['Kptfile']).toContain('  name: team/web\n');
  });

  it('refuses a subpackage outside the package', async () => {
    await expect(apply({ type: 'init', init: { subpackage: '../x' } })).rejects.toMatchObject({ code: 422 });
  });

  it('takes labels, annotations and readiness gates of the object', async () => {
    const spec = { packageMetadata: { labels: { a: 'yes' } }, readinessGates: [{ conditionType: 'ok' }] };
    const { made } = await apply({ type: 'init', init: {} }, { spec });
    expect(summariseResources(files(made))).toMatchObject({
      packageMetadata: { labels: { a: 'yes' }, annotations: { 'config.kubernetes.io/local-config': 'true' } },
      readinessGates: [{ conditionType: 'ok' }],
    });
  });
});

describe('clone', () => {
  const upstream = revision('git.base.v1', files({ Kptfile: kptfile, 'a.yaml': configMap, 'raw.txt': 'x' }));
  const clone = (name: string): Task => ({ type: 'clone', clone: { upstreamRef: { upstreamRef: { name } } } });

  it('renames, locks, stamps, and keeps comments, unknown fields and the update strategy', async () => {
    const { made } = await apply(clone('git.base.v1'), { revisions: [upstream] });
    expect(made['Kptfile']).toContain("  name: team/web # the platform's\n");
    expect(made['Kptfile']).toContain('unknownField: stays\n');
    expect(made['Kptfile']).toContain('updateStrategy: fast-forward');
    expect(summariseResources(files(made)).upstreamLock).toEqual({
      type: 'git',
      git: { repo: 'https://git.example/up.git', directory: 'base', ref: 'base/v1', commit: 'abc' },
    });
    expect(made['a.yaml']).toContain('metadata: # kpt-merge: /settings\n');
    expect(made['a.yaml']).toContain("internal.kpt.dev/upstream-identifier: '|ConfigMap|default|settings'");
    expect(made['a.yaml']).toContain('  a: b # why\n');
    expect(made['raw.txt']).toBe('x');
    expect(made['package-context.yaml']).toBeUndefined();
  });

  it('names the package itself as what a clone of a clone was, and not the first one', async () => {
    const first = (await apply(clone('git.base.v1'), { revisions: [upstream] })).made;
    expect(first['Kptfile']).toContain('metadata:\n');
    const renamed = files({ ...first, Kptfile: first['Kptfile']!.replace(/team\/web/g, 'other') });
    const { made } = await apply(clone('git.other.v1'), { revisions: [revision('git.other.v1', renamed)] });
    expect(made['Kptfile']).toContain("upstream-identifier: 'kpt.dev|Kptfile|default|team/web'\n");
    expect(made['a.yaml']).toContain('metadata: # kpt-merge: /settings\n');
  });

  it('gives a package its context in a deployment repository, in place of the one it came with', async () => {
    const context = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: kptfile.kpt.dev\ndata:\n  name: example\n';
    const inner = { 'sub/Kptfile': kptfile, 'sub/package-context.yaml': context };
    const source = revision('git.base.v1', files({ Kptfile: kptfile, 'package-context.yaml': context, ...inner }));
    const { made } = await apply(clone('git.base.v1'), { revisions: [source], deployment: true });
    expect(made['package-context.yaml']).toContain('  name: team/web\n  package-path: team/web\n');
    expect(made['sub/package-context.yaml']).toContain('  name: example\n');
  });

  it('fetches from a git repository that is not registered', async () => {
    const git = { repo: 'https://git.example/other.git', ref: 'v3', directory: '/pkg' };
    const { made } = await apply({ type: 'clone', clone: { upstreamRef: { type: 'git', git } } });
    expect(summariseResources(files(made)).upstreamLock?.git).toEqual({
      repo: 'https://git.example/other.git',
      directory: 'pkg',
      ref: 'v3',
      commit: 'c0ffee',
    });
  });

  it.each([
    [clone('git.base.main'), 'upstream revision may not be the placeholder package revision git/base'],
    [clone('git.base.draft'), 'source revision must be published'],
    [{ type: 'clone', clone: { upstreamRef: { oci: { image: 'x' } } } }, 'clone from OCI is not implemented'],
    [{ type: 'clone', clone: {} }, 'invalid clone source'],
    [{ type: 'clone' }, 'clone not set for task of type "clone"'],
    [{ type: 'render' }, 'task of type "render" not supported'],
  ] as [Task, string][])('refuses %j', async (task, message) => {
    const revisions = [
      revision('git.base.main', files({}), { kind: 'placeholder' }),
      revision('git.base.draft', files({}), { lifecycle: 'Draft' }),
    ];
    await expect(apply(task, { revisions })).rejects.toMatchObject({
      code: 422,
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('edit', () => {
  const own = { repository: repositoryKey, packageName: 'team/web', workspaceName: 'v1' };
  const edit = (name: string): Task => ({ type: 'edit', edit: { sourceRef: { name } } });

  it('copies a published revision of the same package as it is', async () => {
    const source = revision('git.team.web.v1', files({ Kptfile: kptfile, 'a.yaml': configMap }), { key: own });
    const { made } = await apply(edit('git.team.web.v1'), { revisions: [source] });
    expect(made).toEqual({ Kptfile: kptfile, 'a.yaml': configMap });
  });

  it('refuses a source from another package, though its leaf is the same', async () => {
    const source = revision('git.other.web.v1', files({}), { key: { ...own, packageName: 'other/web' } });
    await expect(apply(edit('git.other.web.v1'), { revisions: [source] })).rejects.toMatchObject({
      message: 'source revision must be from same package git/team/web',
    });
  });
});

describe('upgrade', () => {
  const upstreamAt = (name: string, value: string) =>
    revision(name, files({ Kptfile: kptfile, 'a.yaml': configMap.replace('a: b', `a: ${value}`) }), {
      selfLock: {
        type: 'git',
        git: { repo: 'https://git.example/up.git', directory: 'base', ref: name, commit: name },
      },
    });
  const local = (changes: Partial<CachedPackageRevision> = {}) =>
    revision('local', files({ Kptfile: kptfile, 'a.yaml': `${configMap}  mine: too\n` }), {
      key: { repository: repositoryKey, packageName: 'team/web', workspaceName: 'v1' },
      ...changes,
    });
  const task: Task = {
    type: 'upgrade',
    upgrade: {
      oldUpstreamRef: { name: 'v1' },
      newUpstreamRef: { name: 'v2' },
      localPackageRevisionRef: { name: 'local' },
    },
  };

  it('merges what both sides changed and moves the lock', async () => {
    const { made } = await apply(task, { revisions: [upstreamAt('v1', 'b'), upstreamAt('v2', 'c'), local()] });
    expect(made['a.yaml']).toContain('  a: c # why\n  mine: too\n');
    expect(summariseResources(files(made)).upstreamLock?.git?.ref).toBe('v2');
  });

  it('refuses sources that are not published, wherever they live', async () => {
    const draft = { ...upstreamAt('v2', 'c'), lifecycle: 'Draft' } as CachedPackageRevision;
    await expect(apply(task, { revisions: [upstreamAt('v1', 'b'), draft, local()] })).rejects.toMatchObject({
      message: 'all source PackageRevisions of upgrade task must be published, "v2" is not',
    });
  });

  describe('of a clone that nobody changed', () => {
    const extra = configMap.replace(/name: \S+/, 'name: extra');
    const subpackage = {
      'sub/Kptfile': 'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: sub\n',
      'sub/b.yaml': extra,
    };
    const original = files({ Kptfile: kptfile, 'a.yaml': configMap, 'b.yaml': extra, ...subpackage });
    const v1 = { ...upstreamAt('v1', 'b'), getResources: () => Promise.resolve(original) };
    const v2 = upstreamAt('v2', 'c');
    const cloned = async () => {
      const { made } = await apply(
        { type: 'clone', clone: { upstreamRef: { upstreamRef: { name: 'v1' } } } },
        { revisions: [v1] },
      );
      return revision('local', files(made), {
        key: { repository: repositoryKey, packageName: 'team/web', workspaceName: 'v1' },
      });
    };

    it.each(['resource-merge', 'fast-forward', 'force-delete-replace', 'copy-merge'] as const)(
      'brings what upstream changed and takes what upstream removed, with %s',
      async (strategy) => {
        const upgraded: Task = { ...task, upgrade: { ...task.upgrade, strategy } };
        const { made } = await apply(upgraded, { revisions: [v1, v2, await cloned()] });
        expect(Object.keys(made).sort()).toEqual(['Kptfile', 'a.yaml']);
        expect(made['a.yaml']).toContain('  a: c # why\n');
      },
    );
  });

  it('refuses a fast-forward over local changes', async () => {
    const forward: Task = { ...task, upgrade: { ...task.upgrade, strategy: 'fast-forward' } };
    await expect(
      apply(forward, { revisions: [upstreamAt('v1', 'b'), upstreamAt('v2', 'c'), local()] }),
    ).rejects.toMatchObject({ message: expect.stringContaining('local package files have been modified') as string });
  });
});

describe('an update of the object', () => {
  const initial = files({ Kptfile: kptfile });
  const mutate = async (newObject: PackageRevisionObject, oldObject = object({ type: 'init', init: {} })) => {
    const { draft, commits } = draftOf(initial);
    const changed = await handler().doPRMutations(
      revision('r', initial),
      oldObject,
      newObject,
      draft,
      repository(),
      context,
    );
    return { changed, commits };
  };

  it('that changes no contents makes no commit', async () => {
    expect(await mutate(object({ type: 'init', init: { description: '' } }))).toEqual({ changed: false, commits: [] });
  });

  it('changes the Kptfile in place', async () => {
    const { changed, commits } = await mutate(
      object(
        { type: 'init', init: {} },
        { readinessGates: [{ conditionType: 'ok' }], packageMetadata: { labels: { a: 'b' } } },
      ),
    );
    expect(changed).toBe(true);
    const text = texts(commits[0]?.resources ?? new Map())['Kptfile'];
    expect(text).toContain("name: base # the platform's");
    expect(text).toContain('  - conditionType: ok');
    expect(commits[0]?.task).toEqual({ type: 'render' });
  });

  it('applies one new task, and refuses more, or a changed history', async () => {
    const init: Task = { type: 'init', init: {} };
    const withTasks = (tasks: Task[]) => ({ ...object(undefined), spec: { ...object(undefined).spec, tasks } });
    const git = { repo: 'https://git.example/o.git', ref: 'v1', directory: 'p' };
    const clone: Task = { type: 'clone', clone: { upstreamRef: { git } } };
    const { commits } = await mutate(withTasks([init, clone]));
    expect(commits[0]?.task).toEqual(clone);
    await expect(mutate(withTasks([init, clone, clone]))).rejects.toMatchObject({
      message: 'task list must not contain more than one task',
    });
    await expect(mutate(withTasks([clone]))).rejects.toMatchObject({ code: 422 });
    await expect(mutate(withTasks([]))).rejects.toMatchObject({ code: 422 });
  });
});

describe('a push of resources', () => {
  const binary: PackageFile = { content: Uint8Array.from([0, 1, 255]), mode: 'regular' };
  const initial: PackageResources = new Map([
    ...files({ Kptfile: kptfile, 'a.yaml': configMap, 'gone.yaml': configMap }),
    ['run.sh', textFile('#!/bin/sh\n', 'executable')],
    ['logo.png', binary],
  ]);
  const push = async (map: Record<string, string>, storeOnFailure = false) => {
    const { draft, commits } = draftOf(initial);
    const outcome = await handler().doPRResourceMutations(
      revision('r', initial),
      draft,
      initial,
      map,
      { storeOnFailure },
      context,
    );
    return { outcome, stored: commits[0]?.resources };
  };

  it('replaces the text and keeps what no map of text can show', async () => {
    const { stored } = await push({ Kptfile: kptfile, 'a.yaml': configMap, 'run.sh': '#!/bin/sh\necho\n' });
    expect([...(stored?.keys() ?? [])].sort()).toEqual(['Kptfile', 'a.yaml', 'logo.png', 'run.sh']);
    expect(stored?.get('logo.png')).toEqual(binary);
    expect(stored?.get('run.sh')?.mode).toBe('executable');
  });

  it('gives an object back the comments it lost, and leaves one with comments of its own alone', async () => {
    const bare = configMap.replace(' # why', '').replace('a: b', 'a: c');
    const rest = { Kptfile: kptfile, 'gone.yaml': configMap, 'run.sh': '#!/bin/sh\n' };
    expect(texts((await push({ ...rest, 'a.yaml': bare })).stored ?? new Map())['a.yaml']).toContain('# why');
    const own = configMap.replace('# why', '# changed');
    expect(texts((await push({ ...rest, 'a.yaml': own })).stored ?? new Map())['a.yaml']).toBe(own);
  });

  it('refuses a resource file that is no YAML, failed renders wanted or not, and takes templates that are hidden', async () => {
    const rest = { Kptfile: kptfile, 'a.yaml': configMap };
    const template = '{{ if a }}\nb: [\n';
    for (const storeOnFailure of [false, true]) {
      await expect(push({ ...rest, 'sub/t.yaml': template }, storeOnFailure)).rejects.toMatchObject({
        code: 422,
        message: expect.stringMatching(
          /^failed to heal resources: yaml: sub\/t.yaml: line \d+, column \d+: /,
        ) as string,
      });
    }
    const { stored } = await push({ ...rest, 'sub/t.yaml': template, '.krmignore': 'sub\n' });
    expect(texts(stored ?? new Map())['sub/t.yaml']).toBe(template);
  });

  it('stores nothing when nothing changed', async () => {
    const same = Object.fromEntries(Object.entries(texts(initial)).filter(([path]) => path !== 'logo.png'));
    expect((await push(same)).outcome).toMatchObject({ stored: false, failure: undefined });
  });

  it('stores a failed render only where asked to', async () => {
    const map = { Kptfile: kptfile, 'a.yaml': `${configMap}# please-fail\n` };
    expect(await push(map)).toMatchObject({ outcome: { stored: false, failure: 'it failed' }, stored: undefined });
    expect((await push(map, true)).outcome).toMatchObject({ stored: true, failure: 'it failed' });
  });
});
