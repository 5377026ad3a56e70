import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runFn } from './fn-command';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A directory with these files. */
function workspace(files: Record<string, string>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'porchctl-fn-')));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function fn(cwd: string, ...argv: string[]) {
  let stdout = '';
  let stderr = '';
  const code = await runFn(argv, {
    cwd,
    env: process.env,
    signal: new AbortController().signal,
    stderrIsTerminal: false,
    readInput: () => Promise.resolve(''),
    out: (text) => (stdout += text),
    err: (text) => (stderr += text),
  });
  return { code, stdout, stderr };
}

const kptfile = (pipeline = '') => `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: app\n${pipeline}`;
const mutator = (exec: string) => `pipeline:\n  mutators:\n    - exec: ${JSON.stringify(exec)}\n`;
const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

describe('functions whose output cannot be read', () => {
  it.each([
    ['text that is no object', 'echo hello', 'expected MappingNode but got ScalarNode'],
    ['broken YAML', `echo 'a: b: c'`, 'mapping values are not allowed in this context'],
    [
      'results that are none',
      `echo '{kind: ResourceList, items: [], results: none}'`,
      'cannot unmarshal !!str `none` into []v1.ResultItem',
    ],
  ])('fail the render for %s and are listed in the results', async (_, exec, problem) => {
    const cwd = workspace({ 'app/Kptfile': kptfile(mutator(exec)), 'app/a.yaml': configMap('a') });
    const { code, stderr } = await fn(cwd, 'render', 'app', '--allow-exec', '--results-dir', 'results');
    expect(code).toBe(1);
    expect(stderr).toContain(problem);
    const results = readFileSync(join(cwd, 'results/results.yaml'), 'utf8');
    expect(results).toMatch(/^exitCode: 1\nitems:\n {2}- exec: .*echo .*\n {4}exitCode: 1\n$/m);
    expect(readFileSync(join(cwd, 'app/Kptfile'), 'utf8')).toMatch(/executionError: .*\n {8}exitCode: 1/);
  });

  it('are told by that, and not by their exit code', async () => {
    const cwd = workspace({ 'app/a.yaml': configMap('a') });
    const { code, stderr } = await fn(cwd, 'eval', 'app', '--exec', `sh -c 'echo oops; exit 3'`);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/\[FAIL\].*\nerror: .*expected MappingNode but got ScalarNode\n$/) as string,
    });
    expect(stderr).not.toContain('Exit code');
  });
});

it('numbers objects that a function writes in no list', async () => {
  const cwd = workspace({ 'app/a.yaml': configMap('a') });
  const documents = `printf 'apiVersion: v1\\nkind: A\\nmetadata: {name: a}\\n---\\napiVersion: v1\\nkind: B\\nmetadata: {name: b}\\n'`;
  const { stdout } = await fn(cwd, 'eval', 'app', '-o', 'stdout', '--exec', documents);
  const numbers = [...stdout.matchAll(/internal.config.kubernetes.io\/index: '(\d)'/g)].map(([, number]) => number);
  expect(numbers).toEqual(['0', '1']);
});

it('says which program cannot be started', async () => {
  const cwd = workspace({ 'app/a.yaml': configMap('a') });
  expect((await fn(cwd, 'eval', 'app', '--exec', '/no/such')).stderr).toContain(
    'error: unexpected function error: fork/exec /no/such: no such file or directory\n',
  );
  expect((await fn(cwd, 'eval', 'app', '--exec', 'no-such-program')).stderr).toContain(
    'error: unexpected function error: exec: "no-such-program": executable file not found in $PATH\n',
  );
});

it('writes no results for a package that cannot be opened', async () => {
  const cwd = workspace({ 'app/Kptfile': kptfile('pipeline:\n  mutators:\n    - image: UPPER\n') });
  expect((await fn(cwd, 'render', 'app', '--results-dir', 'results')).code).toBe(1);
  expect(() => readFileSync(join(cwd, 'results/results.yaml'))).toThrow('ENOENT');
});

describe('a step’s configuration', () => {
  const step = 'pipeline:\n  mutators:\n    - image: set-labels\n      configPath: db/labels.yaml\n';
  const refusal =
    'Kptfile is invalid:\nField: `pipeline.mutators[0].configPath`\nValue: "db/labels.yaml"\nReason: functionConfig ' +
    'resource for mutator "set-labels" is missing from path "db/labels.yaml", this also occurs if "db/labels.yaml" is ' +
    'part of a subpackage\n';

  it.each([
    ['of a subpackage', { 'app/db/Kptfile': kptfile() }],
    ['that .krmignore hides', { 'app/.krmignore': 'db/labels.yaml\n' }],
  ])('%s is refused', async (_, files) => {
    const cwd = workspace({ 'app/Kptfile': kptfile(step), 'app/db/labels.yaml': configMap('labels'), ...files });
    const { code, stderr } = await fn(cwd, 'render', 'app');
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(refusal) as string });
  });

  it('in a directory of the package is taken', async () => {
    const labels = `${configMap('labels')}data:\n  tier: db\n`;
    const cwd = workspace({ 'app/Kptfile': kptfile(step), 'app/db/labels.yaml': labels });
    expect((await fn(cwd, 'render', 'app')).code).toBe(0);
    expect(readFileSync(join(cwd, 'app/Kptfile'), 'utf8')).toContain('  labels:\n    tier: db\n');
  });
});

describe('what commands work on', () => {
  it('may be a single file, except for render', async () => {
    const cwd = workspace({ 'app/Kptfile': kptfile(), 'app/a.yaml': configMap('a'), 'app/b.yaml': configMap('b') });
    expect((await fn(cwd, 'source', 'app/a.yaml', '-o', 'unwrap')).stdout).toBe(configMap('a'));
    const labelled = await fn(cwd, 'eval', 'app/a.yaml', '-i', 'set-labels', '--', 'tier=db');
    expect(labelled.code).toBe(0);
    expect(readFileSync(join(cwd, 'app/a.yaml'), 'utf8')).toContain('tier: db');
    expect(readFileSync(join(cwd, 'app/b.yaml'), 'utf8')).toBe(configMap('b'));
    expect(await fn(cwd, 'render', 'app/a.yaml')).toMatchObject({ code: 1, stdout: '' });
  });

  it('must be there: the part of the path that is missing is named', async () => {
    const cwd = workspace({ 'app/Kptfile': kptfile() });
    const refusal = (path: string) => ({
      code: 1,
      stdout: '',
      stderr: `error: lstat ${path}: no such file or directory\n`,
    });
    expect(await fn(cwd, 'render', 'app/x/y')).toEqual(refusal('app/x'));
    expect(await fn(cwd, 'eval', 'nope', '--exec', 'cat')).toEqual(refusal('nope'));
    expect(await fn(cwd, 'source', 'nope')).toEqual(refusal(join(cwd, 'nope')));
  });

  it('goes with a functionConfig that says where it is from', async () => {
    const cwd = workspace({ 'app/a.yaml': configMap('a'), 'config.yaml': configMap('config') });
    const { stdout } = await fn(cwd, 'source', 'app', '--fn-config', 'config.yaml');
    expect(stdout).toMatch(/^functionConfig:\n[^]*internal.config.kubernetes.io\/path: 'config.yaml'/m);
    writeFileSync(join(cwd, 'config.yaml'), `${configMap('one')}---\n${configMap('two')}`);
    expect((await fn(cwd, 'source', 'app', '--fn-config', 'config.yaml')).stderr).toBe(
      'error: expected exactly 1 functionConfig, found 2\n',
    );
  });
});

describe('flags', () => {
  it('of kpt that change nothing here are taken', async () => {
    const cwd = workspace({ 'app/Kptfile': kptfile(), 'app/a.yaml': configMap('a') });
    expect((await fn(cwd, 'render', 'app', '--truncate-output=false', '--image-pull-policy=always')).code).toBe(0);
    expect((await fn(cwd, 'eval', 'app', '--exec', 'cat', '-k', 'labels')).code).toBe(0);
  });

  it('with a value that is none are refused', async () => {
    const cwd = workspace({ 'app/Kptfile': kptfile() });
    const { code, stderr } = await fn(cwd, 'render', 'app', '--image-pull-policy', 'often');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('must be one of: Always, IfNotPresent, Never') as string,
    });
  });

  it('save only a configuration that lies in the package', async () => {
    const cwd = workspace({ 'app/Kptfile': kptfile(), 'config.yaml': configMap('config') });
    const saving = ['eval', 'app', '--exec', 'cat', '--save', '--type', 'mutator', '--fn-config', 'config.yaml'];
    expect(await fn(cwd, ...saving)).toMatchObject({
      code: 1,
      stderr: `error: --fn-config must be under ${join(cwd, 'app')} if saving functions to Kptfile (--save=true)\n`,
    });
  });
});
