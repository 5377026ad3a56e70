import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PackageRevisionObject } from '@porch/api';
import { failure, type RecordedRequest } from '@porch/client/testing';
import { revision, REVISIONS, RESOURCES } from '../../testing/fixtures';
import { benches } from '../../testing/run-porchctl';

const bench = benches();

const kptfile = 'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: p\n';
const config = (values: Record<string, string>) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n${Object.entries(values)
    .map(([key, value]) => `  ${key}: ${value}\n`)
    .join('')}`;

const lock = (ref: string) => ({ upstreamLock: { git: { repo: 'https://h/up', ref } } });
const clone = { tasks: [{ type: 'clone' as const, clone: { upstreamRef: { upstreamRef: { name: 'up.p.v1' } } } }] };
const copy = { tasks: [{ type: 'edit' as const, edit: { sourceRef: { name: 'down.p.v1' } } }] };
const published = { lifecycle: 'Published' as const };
const revisions: PackageRevisionObject[] = [
  revision('up.p.v1', { ...published, revision: 1 }),
  revision('up.p.v2', { ...published, revision: 2 }),
  revision('up.p.v3', { ...published, revision: 3 }),
  revision('up.p.main', { ...published, revision: -1 }),
  revision(
    'down.p.v1',
    { ...published, revision: 1, ...clone },
    { ...lock('p/v1'), publishedBy: 'ann', selfLock: { git: { commit: 'c'.repeat(40) } } },
  ),
  revision('down.p.v2', { ...published, revision: 2, ...copy }, lock('p/v3')),
  revision('down.p.w', copy, lock('p/v1')),
  revision('own.q.v1', { ...published, revision: 1, tasks: [{ type: 'init' }] }),
];
const files: Record<string, Record<string, string>> = {
  'up.p.v1': { Kptfile: kptfile, 'c.yaml': config({ a: '1', b: '1', c: '1' }), 'old.txt': 'x\n' },
  'up.p.v2': { Kptfile: kptfile, 'c.yaml': config({ a: '2', b: '1', c: '2' }) },
  'up.p.v3': { Kptfile: kptfile, 'c.yaml': config({ a: '3', b: '1', c: '3' }) },
  'down.p.v1': { Kptfile: kptfile, 'c.yaml': config({ a: '1', b: 'mine', c: 'mine' }), 'old.txt': 'x\n' },
  'down.p.w': { Kptfile: kptfile, 'c.yaml': config({ a: '1', b: 'draft', c: 'mine' }), 'new.txt': 'hello\n' },
};

function serving({ method, path, query, body }: RecordedRequest) {
  if (path === '/apis/config.porch.kpt.dev/v1alpha1/repositories') {
    const repository = (name: string) => ({
      metadata: { name, namespace: 'ns' },
      spec: { type: 'git', git: { repo: `https://h/${name}.git` } },
    });
    return { body: { metadata: {}, items: [repository('up'), repository('down')] } };
  }
  if (path === REVISIONS && method === 'POST') {
    const { spec } = body as PackageRevisionObject;
    return { status: 201, body: revision(`${spec.repository}.${spec.packageName}.${spec.workspaceName}`, spec) };
  }
  if (path === REVISIONS) {
    const terms = (query['fieldSelector'] ?? '').split(',').filter(Boolean);
    const wanted = new URLSearchParams(terms.map((term) => term.replace('spec.', '')).join('&'));
    const items = revisions.filter(({ spec }) =>
      [...wanted].every(([key, value]) => String(spec[key as 'revision']) === value),
    );
    return { body: { metadata: { resourceVersion: '1' }, items } };
  }
  const name = path.split('/').at(-1) ?? '';
  if (path.startsWith(`${RESOURCES}/`) && method === 'GET') {
    return {
      body: {
        kind: 'PackageRevisionResources',
        metadata: { name, namespace: 'ns', resourceVersion: '5' },
        spec: { resources: files[name] },
      },
    };
  }
  if (path.startsWith(`${RESOURCES}/`)) {
    const { spec, metadata } = body as { spec: { resources: Record<string, string> }; metadata: object };
    const rendered = { ...spec.resources, Kptfile: `${kptfile}status: {}\n` };
    const renderStatus = { error: '', result: { exitCode: 0, items: [{ image: 'img', exitCode: 0 }] } };
    return { body: { metadata, spec: { resources: rendered }, status: { renderStatus } } };
  }
  const found = revisions.find(({ metadata }) => metadata.name === name);
  return found ? { body: found } : failure(404, 'NotFound', `packagerevisions.porch.kpt.dev "${name}" not found`);
}

describe('rpkg upgrade', () => {
  it('merges the latest upstream revision into a new workspace', async () => {
    const { server, porchctl } = await bench(serving);
    expect(await porchctl(['rpkg', 'upgrade', 'down.p.v1', '--workspace=w2', '--strategy=copy-merge'])).toEqual({
      code: 0,
      stdout: 'down.p.v1 upgraded to down.p.w2\n',
      stderr: '',
    });
    expect(server.lines()).toEqual([
      `GET ${REVISIONS}/down.p.v1`,
      `GET ${REVISIONS}/up.p.v1`,
      `GET ${REVISIONS}`,
      `POST ${REVISIONS}`,
    ]);
    expect(server.requests[2]?.query['fieldSelector']).toBe('spec.packageName=p,spec.repository=up');
    expect(server.requests[3]?.body).toMatchObject({
      spec: {
        packageName: 'p',
        repository: 'down',
        workspaceName: 'w2',
        tasks: [
          {
            type: 'upgrade',
            upgrade: {
              oldUpstreamRef: { name: 'up.p.v1' },
              newUpstreamRef: { name: 'up.p.v3' },
              localPackageRevisionRef: { name: 'down.p.v1' },
              strategy: 'copy-merge',
            },
          },
        ],
      },
    });
  });

  it('follows copies back to the clone, and goes to the revision asked for', async () => {
    const { server, porchctl } = await bench(serving);
    await porchctl(['rpkg', 'upgrade', 'down.p.v2', '--workspace=w2', '--revision=2']);
    expect(server.requests.at(-1)?.body).toMatchObject({
      spec: { tasks: [{ upgrade: { newUpstreamRef: { name: 'up.p.v2' }, strategy: 'resource-merge' } }] },
    });
  });

  it.each([
    [['none.p.v1'], 'could not find package revision none.p.v1'],
    [['down.p.w'], 'to upgrade a package, it must be in a published state, not "Draft"'],
    [
      ['own.q.v1'],
      'upstream source not found for package revision "q": no clone or upgrade type package revision was found in the history of the package',
    ],
    [['down.p.v1', '--revision=9'], 'revision 9 does not exist for package p'],
    [
      ['down.p.v1', '--strategy=magic'],
      'invalid strategy "magic"; it must be one of resource-merge, fast-forward, force-delete-replace, copy-merge',
    ],
  ])('of %j says why it cannot be', async (argv, message) => {
    const { server, porchctl } = await bench(serving);
    expect((await porchctl(['rpkg', 'upgrade', ...argv, '--workspace=w'])).stderr).toBe(`Error: ${message} \n`);
    expect(server.lines()).not.toContain(`POST ${REVISIONS}`);
  });

  it('shows in a dry run what the merge would decide, and creates nothing', async () => {
    const { server, porchctl } = await bench(serving);
    const { stdout } = await porchctl(['rpkg', 'upgrade', 'down.p.v1', '--dry-run']);
    expect(stdout).toMatch(/^down\.p\.v1: up\.p\.v1 -> up\.p\.v3 by resource-merge\n/);
    expect(stdout).toMatch(/c\.yaml: changed, CONFLICT/);
    expect(stdout).toMatch(/ConfigMap c data\.a: taken from upstream \(local "?1"?, upstream "?3"?\)/);
    expect(stdout).toMatch(/ConfigMap c data\.c: CONFLICT/);
    expect(stdout).toMatch(/old\.txt: removed, taken from upstream/);
    expect(server.requests.every(({ method }) => method === 'GET')).toBe(true);
    const json = await porchctl(['rpkg', 'upgrade', 'down.p.v1', '--dry-run', '-o', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ newUpstream: 'up.p.v3', strategy: 'resource-merge' });
  });
});

describe('rpkg upgrade --discover', () => {
  it('lists what each published revision could be upgraded to', async () => {
    const { porchctl } = await bench(serving);
    const { stdout } = await porchctl(['rpkg', 'upgrade', '--discover=upstream']);
    expect(stdout).toBe(
      [
        'PACKAGE REVISION   UPSTREAM REPOSITORY   UPSTREAM UPDATES',
        'up.p.v1                                  No update available',
        'up.p.v2                                  No update available',
        'up.p.v3                                  No update available',
        'up.p.main                                No update available',
        'down.p.v1          up                    v2, v3',
        'down.p.v2          up                    No update available',
        'own.q.v1                                 No update available',
        '',
      ].join('\n'),
    );
  });

  it('lists which downstream revisions are behind, with the newest upstream', async () => {
    const { porchctl } = await bench(serving);
    expect((await porchctl(['rpkg', 'upgrade', '--discover', 'downstream'])).stdout).toBe(
      [
        'PACKAGE REVISION   DOWNSTREAM PACKAGE   DOWNSTREAM UPDATE',
        'up.p.v3            down.p.v1            v1->v3',
        '',
      ].join('\n'),
    );
    expect((await porchctl(['rpkg', 'upgrade', '--discover', 'downstream', 'up.p.v2'])).stdout).toBe(
      'All downstream packages are up to date.\n',
    );
  });

  it('names what does not exist', async () => {
    const { porchctl } = await bench(serving);
    expect((await porchctl(['rpkg', 'upgrade', '--discover=upstream', 'x', 'y'])).stderr).toBe(
      'Error: errors:\n  could not find package revision x\n  could not find package revision y \n',
    );
  });
});

describe('rpkg diff', () => {
  const expected = [
    'diff --git a/c.yaml b/c.yaml',
    '--- a/c.yaml',
    '+++ b/c.yaml',
    '@@ -4,5 +4,5 @@',
    '   name: c',
    ' data:',
    '   a: 1',
    '-  b: mine',
    '+  b: draft',
    '   c: mine',
    'diff --git a/new.txt b/new.txt',
    '--- /dev/null',
    '+++ b/new.txt',
    '@@ -0,0 +1 @@',
    '+hello',
    'diff --git a/old.txt b/old.txt',
    '--- a/old.txt',
    '+++ /dev/null',
    '@@ -1 +0,0 @@',
    '-x',
    '',
  ].join('\n');

  it('compares a draft with what it was made from, or two revisions', async () => {
    const { porchctl } = await bench(serving);
    expect((await porchctl(['rpkg', 'diff', 'down.p.w'])).stdout).toBe(expected);
    expect((await porchctl(['rpkg', 'diff', 'down.p.v1', 'down.p.w'])).stdout).toBe(expected);
  });

  it('compares with the upstream that a copy descends from', async () => {
    const { porchctl } = await bench(serving);
    const { stdout } = await porchctl(['rpkg', 'diff', 'down.p.w', '--against=upstream', '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      from: 'up.p.v1',
      to: 'down.p.w',
      files: [{ path: 'c.yaml', change: 'changed' }, {}, {}],
    });
  });

  it('colours for people, and tells differences by the exit code when asked', async () => {
    const { porchctl } = await bench(serving);
    const { stdout, code } = await porchctl(['rpkg', 'diff', 'down.p.w', '--exit-code'], { stdoutIsTerminal: true });
    expect(stdout).toContain('\x1b[31m-  b: mine\x1b[0m');
    expect(code).toBe(1);
    expect((await porchctl(['rpkg', 'diff', 'up.p.v1', 'up.p.v1', '--exit-code'])).code).toBe(0);
  });

  it('says when there is nothing to compare with', async () => {
    const { porchctl } = await bench(serving);
    expect((await porchctl(['rpkg', 'diff', 'own.q.v1'])).stderr).toMatch(/has no registered source to compare with/);
  });
});

describe('rpkg history', () => {
  it('shows the revisions of a package, work in progress first', async () => {
    const { porchctl } = await bench(serving);
    const { stdout } = await porchctl(['rpkg', 'history', 'down.p.v2']);
    expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      'NAME        REVISION   LIFECYCLE   PUBLISHED BY   PUBLISHED AT   COMMIT         MADE BY',
      'down.p.w               Draft                                                    copy of down.p.v1',
      'down.p.v2   v2         Published                                                copy of down.p.v1',
      'down.p.v1   v1         Published   ann                           cccccccccccc   clone of up.p.v1',
      '',
    ]);
    const json = JSON.parse((await porchctl(['rpkg', 'history', 'down.p.v2', '-o', 'json'])).stdout) as unknown[];
    expect(json).toHaveLength(3);
  });
});

describe('rpkg render', () => {
  it('has the server render without storing, and shows what would change', async () => {
    const { server, porchctl } = await bench(serving);
    const { stdout, stderr } = await porchctl(['rpkg', 'render', 'down.p.w']);
    expect(server.requests.at(-1)).toMatchObject({ method: 'PUT', query: { dryRun: 'All' } });
    expect(stdout).toContain('+status: {}');
    expect(stderr).toBe('[RUNNING] "img" \n[PASS] "img"\ndown.p.w rendered; 1 file would change\n');
  });

  it('stores when told to', async () => {
    const { server, porchctl } = await bench(serving);
    await porchctl(['rpkg', 'render', 'down.p.w', '--write']);
    expect(server.requests.at(-1)?.query).toEqual({});
  });
});

describe('rpkg edit', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'porchctl-editor-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const editor = async (script: string) => {
    const file = join(folder, 'editor');
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return { EDITOR: `${file} --wait`, PATH: process.env['PATH'] ?? '' };
  };

  it('pushes what the editor changed', async () => {
    const { server, porchctl } = await bench(serving);
    const env = await editor('shift; printf changed > "$1"');
    const result = await porchctl(['rpkg', 'edit', 'down.p.w', 'new.txt'], { env });
    expect(result).toMatchObject({ code: 0, stdout: 'down.p.w pushed\n' });
    expect(server.requests.at(-1)).toMatchObject({
      method: 'PUT',
      body: { metadata: { resourceVersion: '5' }, spec: { resources: { 'new.txt': 'changed', Kptfile: kptfile } } },
    });
  });

  it('opens no editor for what cannot be changed', async () => {
    const { porchctl } = await bench(serving);
    const env = await editor('touch "$0.opened"');
    const { code, stderr } = await porchctl(['rpkg', 'edit', 'down.p.v1'], { env, stderrIsTerminal: true });
    expect([code, stderr]).toEqual([
      1,
      'Error: cannot edit a package revision that is Published; only a Draft can be edited \n' +
        'hint: make a new revision and edit that: "porchctl rpkg copy down.p.v1 --workspace WORKSPACE"\n',
    ]);
    expect(await readdir(folder)).toEqual(['editor']);
  });

  it('does nothing when nothing was changed or the editor failed', async () => {
    const { server, porchctl } = await bench(serving);
    expect((await porchctl(['rpkg', 'edit', 'down.p.w'], { env: await editor('true') })).stderr).toBe(
      'Edit cancelled, no changes made.\n',
    );
    expect((await porchctl(['rpkg', 'edit', 'down.p.w'], { env: await editor('exit 3') })).stderr).toMatch(
      /failed with exit code 3/,
    );
    expect((await porchctl(['rpkg', 'edit', 'down.p.w', 'nope.yaml'])).stderr).toMatch(/has no file nope\.yaml/);
    expect(server.requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});
