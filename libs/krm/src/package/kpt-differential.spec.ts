import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { fromJs } from '../document/node-conversion';
import { parseYaml } from '../document/parse-yaml';
import { printYaml } from '../document/print-yaml';
import type { FetchPackage } from './fetch-package';
import { bytesOf, type PackageTree, textOf } from './package-files';
import { sameKptfile } from './diff-packages';
import { updatePackage } from './update-package';

const hasKpt = spawnSync('kpt', ['version']).status === 0;

type Texts = Record<string, string>;

const git = (directory: string, ...command: string[]) =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...command], {
    cwd: directory,
    stdio: 'pipe',
  })
    .toString()
    .trim();

function writeTree(directory: string, texts: Texts): void {
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
}

function readTree(directory: string): PackageTree {
  const paths = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    paths.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(directory.length + 1), new Uint8Array(readFileSync(path))];
    }),
  );
}

const word = fc.constantFrom('a', 'b', 'c');
const data = fc.dictionary(word, fc.constantFrom('x', 'true', '8'), { minKeys: 1, maxKeys: 3, noNullPrototype: true });
const container = fc.record(
  {
    name: word,
    image: fc.constantFrom('i:1', 'i:2'),
    args: fc.array(word, { minLength: 1, maxLength: 2 }),
    env: fc.uniqueArray(fc.record({ name: word, value: fc.constantFrom('1', '2') }, { noNullPrototype: true }), {
      selector: ({ name }) => name,
      maxLength: 3,
    }),
  },
  { requiredKeys: ['name', 'image'], noNullPrototype: true },
);
const yaml = (value: unknown) => printYaml(fromJs(value));
const deployment = fc
  .record({
    labels: data,
    replicas: fc.integer({ min: 1, max: 3 }),
    containers: fc.uniqueArray(container, { selector: ({ name }) => name, minLength: 1, maxLength: 3 }),
  })
  .map(({ labels, replicas, containers }) =>
    yaml({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd', namespace: 'ns', labels },
      spec: { replicas, template: { spec: { containers } } },
    }),
  );
const configMap = data.map((entries) =>
  yaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: entries }),
);
const kptfile = fc
  .uniqueArray(fc.constantFrom('f:1', 'f:2', 'g:1'), { selector: (image) => image.split(':')[0], minLength: 1 })
  .map((images) => ({
    apiVersion: 'kpt.dev/v1',
    kind: 'Kptfile',
    metadata: { name: 'base' },
    pipeline: { mutators: images.map((image) => ({ image })) },
  }));
const packageTexts: fc.Arbitrary<Texts> = fc.record(
  {
    Kptfile: kptfile.map(yaml),
    'kept.yaml': fc.constant(yaml({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kept' } })),
    'd.yaml': deployment,
    'dir/c.yaml': configMap,
    'README.md': word,
    'sub/Kptfile': kptfile.map(yaml),
    'sub/c.yaml': configMap,
  },
  { requiredKeys: ['Kptfile', 'kept.yaml', 'sub/Kptfile'], noNullPrototype: true },
);

(hasKpt ? describe : describe.skip)('updatePackage next to the kpt binary', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'porch-kpt-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  /** Commits a version of the package and tags it. */
  function publish(upstream: string, tag: string, texts: Texts): string {
    rmSync(join(upstream, 'p'), { recursive: true, force: true });
    writeTree(join(upstream, 'p'), texts);
    git(upstream, 'add', '-A');
    git(upstream, 'commit', '-qm', tag, '--allow-empty');
    git(upstream, 'tag', tag);
    return git(upstream, 'rev-parse', 'HEAD');
  }

  it('gives the same files for any packages', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(packageTexts, packageTexts, packageTexts, async (original, updated, edited) => {
        const workspace = join(directory, String(run++));
        const upstream = join(workspace, 'up');
        mkdirSync(upstream, { recursive: true });
        git(upstream, 'init', '-q', '-b', 'main');
        publish(upstream, 'v1', original);
        const commit = publish(upstream, 'v2', updated);
        const kpt = (...command: string[]) =>
          execFileSync('kpt', ['pkg', ...command], {
            cwd: workspace,
            stdio: 'pipe',
            env: { ...process.env, KPT_CACHE_DIR: join(workspace, 'cache'), KRM_DISABLE_ATTRIBUTION: 'true' },
          });
        kpt('get', `${upstream}/.git/p@v1`, 'local');
        const local = join(workspace, 'local');
        for (const path of readdirSync(local)) if (path !== 'Kptfile') rmSync(join(local, path), { recursive: true });
        const own = readFileSync(join(local, 'Kptfile'), 'utf8');
        writeTree(local, { ...edited, Kptfile: own });

        const fetch: FetchPackage = ({ ref }) => {
          const texts = ref === 'v2' ? updated : original;
          const files = new Map(Object.entries(texts).map(([path, text]) => [path, bytesOf(text)]));
          return Promise.resolve({ files, commit });
        };
        const { files: ours } = await updatePackage({ files: readTree(local), fetch, ref: 'v2', formatting: 'kpt' });
        kpt('update', 'local@v2', '--strategy', 'resource-merge');
        expectSameFiles(ours, readTree(local));
      }),
      { numRuns: 3 },
    );
  });
});

function expectSameFiles(actual: PackageTree, expected: PackageTree): void {
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [path, content] of expected) {
    const [found, wanted] = [actual.get(path) as Uint8Array, content].map(textOf) as [string, string];
    if (path.endsWith('Kptfile')) expect(sameKptfile(parseYaml(found)[0]?.root, parseYaml(wanted)[0]?.root)).toBe(true);
    else expect([path, found]).toEqual([path, wanted]);
  }
}
