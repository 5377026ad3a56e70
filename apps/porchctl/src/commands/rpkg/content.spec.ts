import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RESOURCES } from '../../testing/fixtures';
import { benches } from '../../testing/run-porchctl';

const bench = benches();
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'porchctl-content-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const kptfile = 'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: p # the name\n';
const two = 'kind: A\nmetadata:\n  name: a\nlist:\n  - 1\n---\nkind: B\nmetadata:\n  name: b\n';
const stored = (resources: Record<string, string>) => ({
  apiVersion: 'porch.kpt.dev/v1alpha1',
  kind: 'PackageRevisionResources',
  metadata: {
    name: 'git.p.w',
    namespace: 'ns',
    uid: 'u',
    resourceVersion: '12',
    creationTimestamp: '2026-01-01T00:00:00Z',
  },
  spec: { resources },
});
const keeping = (resources: Record<string, string>, status?: object) => () => ({
  body: { ...stored(resources), status },
});

describe('rpkg pull', () => {
  it('writes the files and what they were pulled at', async () => {
    const { server, porchctl } = await bench(keeping({ Kptfile: kptfile, 'sub/x.txt': 'any\ttext' }));
    expect(await porchctl(['rpkg', 'pull', 'git.p.w', join(folder, 'out')])).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
    expect(server.lines()).toEqual([`GET ${RESOURCES}/git.p.w`]);
    expect(await readFile(join(folder, 'out/Kptfile'), 'utf8')).toBe(kptfile);
    expect(await readFile(join(folder, 'out/sub/x.txt'), 'utf8')).toBe('any\ttext');
    expect(await readFile(join(folder, 'out/.KptRevisionMetadata'), 'utf8')).toBe(
      'apiVersion: ""\nkind: KptRevisionMetadata\nmetadata:\n  creationTimestamp: "2026-01-01T00:00:00Z"\n' +
        '  name: git.p.w\n  namespace: ns\n  resourceVersion: "12"\n  uid: u\n',
    );
  });

  it('leaves a directory that exists alone, and never writes outside', async () => {
    const { porchctl } = await bench(keeping({ '../escaped': 'x' }));
    expect((await porchctl(['rpkg', 'pull', 'git.p.w', folder])).stderr).toBe(
      `Error: directory "${folder}" already exists, please delete the directory and retry; you may overwrite the directory with --force \n`,
    );
    expect((await porchctl(['rpkg', 'pull', 'git.p.w', join(folder, 'out')])).stderr).toBe(
      'Error: the package\'s file "../escaped" is not inside the package \n',
    );
    await expect(readFile(join(folder, 'escaped'))).rejects.toThrow('ENOENT');
  });

  it('overwrites what it pulled from another revision of the package, keeping nothing of it', async () => {
    const { porchctl } = await bench(keeping({ Kptfile: kptfile }));
    await writeFile(
      join(folder, '.KptRevisionMetadata'),
      'apiVersion: ""\nkind: KptRevisionMetadata\nmetadata:\n  name: git.p.older\n  namespace: ns\n',
    );
    for (const name of ['sub', '.git']) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'file.yaml'), 'kind: A\n');
    }
    expect(await porchctl(['rpkg', 'pull', 'git.p.w', folder])).toMatchObject({ code: 0, stderr: '' });
    // But for what git keeps of a working tree.
    expect((await readdir(folder)).sort()).toEqual(['.KptRevisionMetadata', '.git', 'Kptfile']);
    expect(await readdir(join(folder, '.git'))).toEqual(['file.yaml']);
    expect(await readFile(join(folder, '.KptRevisionMetadata'), 'utf8')).toContain('name: git.p.w\n');
  });

  it.each([
    ['another package', 'kind: KptRevisionMetadata\nmetadata:\n  name: git.p.q.w\n  namespace: ns\n'],
    ['another repository', 'kind: KptRevisionMetadata\nmetadata:\n  name: hub.p.w\n  namespace: ns\n'],
    ['another namespace', 'kind: KptRevisionMetadata\nmetadata:\n  name: git.p.w\n  namespace: other\n'],
    ['another kind of file', 'kind: Kptfile\nmetadata:\n  name: git.p.w\n  namespace: ns\n'],
    ['no YAML', '{'],
  ])('overwrites %s only when it is forced to', async (_what, metadata) => {
    const { porchctl } = await bench(keeping({ Kptfile: kptfile }));
    await writeFile(join(folder, '.KptRevisionMetadata'), metadata);
    const refused = await porchctl(['rpkg', 'pull', 'git.p.w', folder]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('already exists') as string });
    expect(await readFile(join(folder, '.KptRevisionMetadata'), 'utf8')).toBe(metadata);
    expect(await porchctl(['rpkg', 'pull', '-f', 'git.p.w', folder])).toMatchObject({ code: 0, stderr: '' });
    expect(await readFile(join(folder, 'Kptfile'), 'utf8')).toBe(kptfile);
  });

  it('keeps what is there when a file of the package would leave it, forced or not', async () => {
    const { porchctl } = await bench(keeping({ '../escaped': 'x' }));
    await writeFile(join(folder, 'kept'), 'mine');
    expect((await porchctl(['rpkg', 'pull', '--force', 'git.p.w', folder])).code).toBe(1);
    expect(await readdir(folder)).toEqual(['kept']);
  });

  it('prints one ResourceList with paths, places and comments', async () => {
    const { porchctl } = await bench(keeping({ 'z.yaml': two, Kptfile: kptfile, 'README.md': '# no resource' }));
    const { stdout } = await porchctl(['rpkg', 'source', 'git.p.w']);
    expect(stdout).toMatch(/^apiVersion: config\.kubernetes\.io\/v1\nkind: ResourceList\nitems:\n- apiVersion: ""\n/);
    expect(stdout).toContain('name: p # the name');
    expect(stdout.match(/^ {4}name: .*/gm)).toEqual([
      '    name: git.p.w',
      '    name: p # the name',
      '    name: a',
      '    name: b',
    ]);
    expect(stdout.match(/internal\.config\.kubernetes\.io\/(path|index): .*/g)).toHaveLength(8);
    expect(stdout).not.toContain('README');
  });
});

describe('rpkg push', () => {
  const rendered = {
    renderStatus: {
      error: '',
      result: {
        exitCode: 0,
        items: [
          { image: 'img:v1', exitCode: 0, results: [{ message: 'done', severity: 'info', field: { path: 'spec.x' } }] },
          {
            image: 'two',
            exitCode: 1,
            results: [{ message: 'a' }, { message: 'b', severity: 'error', resourceRef: { kind: 'K', name: 'n' } }],
          },
        ],
      },
    },
  };

  it('sends back what was pulled, against the version it was pulled at, and shows what the functions said', async () => {
    const { server, porchctl } = await bench(keeping({ Kptfile: kptfile }, rendered));
    const directory = join(folder, 'out');
    await porchctl(['rpkg', 'pull', 'git.p.w', directory]);
    await writeFile(join(directory, 'new.yaml'), 'kind: New\n');
    expect(await porchctl(['rpkg', 'push', 'git.p.w', directory])).toEqual({
      code: 0,
      stdout: 'git.p.w pushed\n',
      stderr:
        '[RUNNING] "img:v1" \n[PASS] "img:v1"\n[Results]: [info] spec.x: done\n' +
        '[RUNNING] "two" \n[FAIL] "two"\n[Results]:\n  [info]: a\n  [error] K/n: b\n',
    });
    expect(server.requests[1]).toMatchObject({
      method: 'PUT',
      path: `${RESOURCES}/git.p.w`,
      body: {
        metadata: { name: 'git.p.w', namespace: 'ns', resourceVersion: '12' },
        spec: { resources: { Kptfile: kptfile, 'new.yaml': 'kind: New\n' } },
      },
    });
  });

  it('takes from standard input what pull printed', async () => {
    const { server, porchctl } = await bench(keeping({ Kptfile: kptfile, 'z.yaml': two }));
    const { stdout } = await porchctl(['rpkg', 'pull', 'git.p.w']);
    expect((await porchctl(['rpkg', 'push', 'git.p.w', '-'], { stdin: stdout })).stdout).toBe('git.p.w pushed\n');
    const { spec, metadata } = server.requests[1]?.body as ReturnType<typeof stored>;
    expect(metadata.resourceVersion).toBe('12');
    expect(Object.keys(spec.resources).sort()).toEqual(['Kptfile', 'z.yaml']);
    expect(spec.resources['Kptfile']).toBe(kptfile);
    expect(spec.resources['z.yaml']?.split('---\n')).toHaveLength(2);
  });

  it('refuses what was never pulled, what is not text and what leaves the package', async () => {
    const { server, porchctl } = await bench(keeping({}));
    await writeFile(join(folder, 'x.yaml'), 'kind: X\n');
    expect((await porchctl(['rpkg', 'push', 'git.p.w', folder])).stderr).toBe(
      'Error: ".KptRevisionMetadata" not found in PackageRevisionResources \'ns/git.p.w\'\n' +
        'use "porchctl rpkg pull" to download the remote package metadata before pushing \n',
    );
    await writeFile(join(folder, 'binary'), Buffer.from([0xff, 0xfe, 0x00]));
    expect((await porchctl(['rpkg', 'push', 'git.p.w', folder])).stderr).toBe(
      `Error: file ${join(folder, 'binary')} is not a valid UTF-8 text file: current porch API doesn't support binary files \n`,
    );
    const outside = 'kind: X\nmetadata:\n  annotations:\n    internal.config.kubernetes.io/path: a/../../b\n';
    expect((await porchctl(['rpkg', 'push', 'git.p.w', '-'], { stdin: outside })).stderr).toMatch(
      /is not inside the package/,
    );
    expect((await porchctl(['rpkg', 'push', 'git.p.w', join(folder, 'none')])).stderr).toMatch(
      /no such file or directory/,
    );
    expect(server.requests).toEqual([]);
  });

  it('does not follow symbolic links', async () => {
    const { server, porchctl } = await bench(keeping({ Kptfile: kptfile }));
    const directory = join(folder, 'out');
    await porchctl(['rpkg', 'pull', 'git.p.w', directory]);
    await symlink('/etc/hostname', join(directory, 'link'));
    await porchctl(['rpkg', 'push', 'git.p.w', directory]);
    expect(server.requests[1]?.body).toMatchObject({ spec: { resources: { Kptfile: kptfile } } });
  });
});
