import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KubernetesObject } from '@porch/api';
import { failure, type RecordedRequest } from '@porch/client/testing';
import { benches } from '../../testing/run-porchctl';

const bench = benches();
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'porchctl-admin-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const all = ['create', 'list', 'get', 'update'];
const discovery: Record<string, unknown> = {
  '/apis': {
    groups: [
      { name: 'config.porch.kpt.dev', versions: [{ version: 'v1alpha1' }] },
      { name: 'porch.kpt.dev', versions: [{ version: 'v1alpha1' }] },
    ],
  },
  '/api/v1': {
    resources: [
      { name: 'secrets', kind: 'Secret', namespaced: true, verbs: all },
      { name: 'namespaces', kind: 'Namespace', namespaced: false, verbs: all },
      { name: 'namespaces/status', kind: 'Namespace', namespaced: false, verbs: all },
      { name: 'events', kind: 'Event', namespaced: true, verbs: all },
    ],
  },
  '/apis/config.porch.kpt.dev/v1alpha1': {
    resources: [{ name: 'repositories', kind: 'Repository', namespaced: true, verbs: all }],
  },
  '/apis/porch.kpt.dev/v1alpha1': {
    resources: [{ name: 'packagerevisions', kind: 'PackageRevision', namespaced: true, verbs: all }],
  },
};

/** A server that stores objects by path, uids of its own included. */
function storing(objects: KubernetesObject[] = []) {
  const stored = new Map(objects.map((object) => [pathOf(object), object]));
  let next = 100;
  const handle = ({ method, path, body, query }: RecordedRequest) => {
    if (discovery[path]) return { body: discovery[path] };
    if (method === 'GET' && /\/(secrets|namespaces|repositories)$/.test(path)) {
      const items = [...stored.values()].filter((object) => collectionOf(object) === path);
      return { body: { metadata: { resourceVersion: '50' }, items } };
    }
    const object = body as KubernetesObject;
    if (method === 'POST') {
      const key = pathOf(object);
      if (stored.has(key)) return failure(409, 'AlreadyExists', `${key} already exists`);
      const created = {
        ...object,
        metadata: { ...object.metadata, uid: `new-${next}`, resourceVersion: String(next++) },
      };
      if (!query['dryRun']) stored.set(key, created);
      return { status: 201, body: created };
    }
    if (method === 'PUT') stored.set(path, object);
    return stored.has(path) ? { body: stored.get(path) } : undefined;
  };
  return { stored, handle };
}
const plural: Record<string, string> = {
  Secret: '/api/v1',
  Namespace: '/api/v1',
  Repository: '/apis/config.porch.kpt.dev/v1alpha1',
};
const names: Record<string, string> = { Secret: 'secrets', Namespace: 'namespaces', Repository: 'repositories' };
const collectionOf = ({ kind }: KubernetesObject) => `${plural[kind]}/${names[kind]}`;
const pathOf = ({ kind, metadata }: KubernetesObject) =>
  `${plural[kind]}/${metadata.namespace ? `namespaces/${metadata.namespace}/` : ''}${names[kind]}/${metadata.name}`;

const namespace: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'team', uid: 'n1', resourceVersion: '1' },
};
const secret: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: 's',
    namespace: 'team',
    uid: 's1',
    resourceVersion: '2',
    ownerReferences: [{ apiVersion: 'v1', kind: 'Namespace', name: 'team', uid: 'n1' }],
  },
  data: { password: Buffer.from('hunter2').toString('base64') },
};
const repository: KubernetesObject = {
  apiVersion: 'config.porch.kpt.dev/v1alpha1',
  kind: 'Repository',
  metadata: {
    name: 'blue',
    namespace: 'team',
    uid: 'r1',
    resourceVersion: '3',
    creationTimestamp: '2026-01-01T00:00:00Z',
  },
  spec: { type: 'git', git: { repo: 'https://h/blue' } },
  status: { packageCount: 4 },
};

const passphrase = async (text = 'correct horse') => {
  const file = join(folder, 'passphrase');
  await writeFile(file, `${text}\n`);
  return file;
};

describe('admin export', () => {
  it('writes the stored objects of all namespaces, and nothing that lives in git or passes', async () => {
    const { server, porchctl } = await bench(storing([repository, secret, namespace]).handle);
    const { stdout, stderr } = await porchctl(['admin', 'export'], { now: new Date('2026-01-01T00:00:00Z') });
    const list = JSON.parse(stdout) as { kind: string; items: KubernetesObject[] };
    expect(list.kind).toBe('List');
    expect(list.items.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Secret s',
      'Namespace team',
      'Repository blue',
    ]);
    expect(stderr).toBe('3 objects exported, 1 Secrets among them unencrypted\n');
    expect(server.lines().some((line) => /packagerevisions|events/.test(line))).toBe(false);
  });

  it('lists again until nothing changes in between', async () => {
    const { stored, handle } = storing([namespace]);
    let changes = 2;
    const { porchctl } = await bench((request) => {
      if (request.path === '/apis/config.porch.kpt.dev/v1alpha1/repositories' && changes > 0) {
        changes -= 1;
        stored.set(`later ${changes}`, { ...namespace, metadata: { name: `n${changes}`, resourceVersion: '9' } });
      }
      return handle(request);
    });
    const { items } = JSON.parse((await porchctl(['admin', 'export'])).stdout) as { items: KubernetesObject[] };
    expect(items.map(({ metadata }) => metadata.name).sort()).toEqual(['n0', 'n1', 'team']);
  });

  it('encrypts Secrets into a file that only its owner reads', async () => {
    const { porchctl } = await bench(storing([secret, namespace]).handle);
    const file = join(folder, 'export.json');
    await porchctl(['admin', 'export', '-f', file, '--passphrase-file', await passphrase()]);
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain(Buffer.from('hunter2').toString('base64'));
    expect(text).toContain('"kind": "SealedObject"');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});

describe('admin import', () => {
  const exported = async (...flags: string[]) => {
    const { porchctl } = await bench(storing([repository, secret, namespace]).handle);
    return (await porchctl(['admin', 'export', ...flags])).stdout;
  };

  it('restores an encrypted export on an empty server, owners and Secrets included', async () => {
    const file = await passphrase();
    const stdin = await exported('--passphrase-file', file);
    const { stored, handle } = storing();
    const { porchctl } = await bench(handle);
    const result = await porchctl(['admin', 'import', '-f', '-', '--passphrase-file', file], { stdin });
    expect(result).toEqual({
      code: 0,
      stdout: 'Namespace team created\nSecret team/s created\nRepository team/blue created\n',
      stderr: '3 created, 0 updated, 0 kept, 0 failed\n',
    });
    const restored = stored.get(pathOf(secret));
    expect(restored).toMatchObject({ data: secret['data'], metadata: { ownerReferences: [{ uid: 'new-100' }] } });
    expect(stored.get(pathOf(repository))).not.toHaveProperty('status');
  });

  it('refuses a wrong passphrase, a missing one, and a changed file, and stores nothing', async () => {
    const stdin = await exported('--passphrase-file', await passphrase());
    const { stored, handle } = storing();
    const { porchctl } = await bench(handle);
    expect((await porchctl(['admin', 'import', '-f', '-'], { stdin })).stderr).toMatch(
      /are encrypted: give --passphrase-file/,
    );
    const flags = ['admin', 'import', '-f', '-', '--passphrase-file', await passphrase('another one')];
    expect((await porchctl(flags, { stdin })).stderr).toMatch(/the passphrase is another one, or the file was changed/);
    await passphrase();
    const moved = stdin.replace('"name": "s"', '"name": "t"');
    expect((await porchctl(flags, { stdin: moved })).stderr).toMatch(/"t" cannot be opened/);
    expect(stored.size).toBe(0);
  });

  it('updates, keeps or refuses what exists', async () => {
    const stdin = await exported();
    const { stored, handle } = storing([
      { ...repository, spec: {}, metadata: { ...repository.metadata, resourceVersion: '77' } },
    ]);
    const { server, porchctl } = await bench(handle);
    const again = (existing: string) => porchctl(['admin', 'import', '-f', '-', `--existing=${existing}`], { stdin });
    expect((await again('keep')).stderr).toBe('2 created, 0 updated, 1 kept, 0 failed\n');
    expect((await again('fail')).code).toBe(1);
    expect((await again('update')).stderr).toBe('0 created, 3 updated, 0 kept, 0 failed\n');
    expect(server.requests.findLast(({ method }) => method === 'PUT')?.body).toMatchObject({
      metadata: { resourceVersion: '77' },
    });
    expect(stored.get(pathOf(repository))).toMatchObject({ spec: repository['spec'] });
  });

  it('takes what kubectl wrote: YAML documents and typed lists', async () => {
    const { stored, handle } = storing();
    const { porchctl } = await bench(handle);
    const yaml = [
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: team\n',
      'apiVersion: config.porch.kpt.dev/v1alpha1\nkind: RepositoryList\nitems:\n- metadata: {name: blue, namespace: team}\n  spec: {type: git}\n',
    ].join('---\n');
    const file = join(folder, 'objects.yaml');
    await writeFile(file, yaml);
    expect((await porchctl(['admin', 'import', '--file', file])).stdout).toBe(
      'Namespace team created\nRepository team/blue created\n',
    );
    expect(stored.size).toBe(2);
  });

  it('only checks in a dry run, and says what it cannot store', async () => {
    const { stored, handle } = storing();
    const { porchctl } = await bench(handle);
    const stdin = JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [namespace, { apiVersion: 'x/v1', kind: 'Odd', metadata: { name: 'o' } }],
    });
    const { code, stdout, stderr } = await porchctl(['admin', 'import', '-f', '-', '--dry-run'], { stdin });
    expect(stdout).toBe('Namespace team created (dry run)\n');
    expect(stderr).toBe(
      '1 created, 0 updated, 0 kept, 1 failed\nError: errors:\n  Odd o: the server stores no Odd of x/v1 \n',
    );
    expect([code, stored.size]).toEqual([1, 0]);
  });
});
