import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benches, runPorchctl } from '../testing/run-porchctl';
import { parseDuration } from './duration';

const bench = benches();
const list = () => ({ body: { metadata: {}, items: [{ metadata: { name: 'r' }, spec: {} }] } });

describe('the command line', () => {
  it.each([
    [['foo'], 'unknown command "foo" for "porchctl"'],
    [['rpkg', 'foo'], 'unknown command "foo" for "porchctl rpkg"'],
    [['-n', 'x', 'fn', 'render'], 'fn comes first and takes no connection flags: porchctl fn render DIR'],
    [['rpkg', 'get', '--foo'], 'unknown flag: --foo'],
    [['rpkg', 'get', '--foo=bar'], 'unknown flag: --foo'],
    [['doctor', 'now'], 'too many arguments: "now"'],
    [['admin', 'export', 'backup.json'], 'too many arguments: "backup.json"'],
    [['rpkg', 'diff', 'a', 'b', 'c', 'd'], 'too many arguments: "c", "d"'],
    [['completion', 'bash', 'zsh'], 'too many arguments: "zsh"'],
    [['rpkg', 'get', '-Z'], "unknown shorthand flag: 'Z' in -Z"],
    [['rpkg', 'get', '--namespace'], 'flag needs an argument: --namespace'],
    [['rpkg', 'get', '--namespace='], 'namespace flag specified without a value; give one or omit the flag'],
    [
      ['repo', 'get', '--server=http://h', '--request-timeout=soon'],
      'invalid timeout value "soon": give an integer with its unit, as 1s, 2m, 3h, or 0',
    ],
  ])('%j is refused in cobra’s words', async (argv, message) => {
    expect(await runPorchctl(argv)).toEqual({ code: 1, stdout: '', stderr: `error: ${message}\n` });
  });

  it.each([
    [['rpkg', 'inti'], 'did you mean init? "porchctl rpkg --help" lists the commands'],
    [['rpkgs'], 'did you mean rpkg? "porchctl --help" lists the commands'],
    [['rpkg', 'get', '--workspac=x'], 'did you mean --workspace? the flags of a command are listed by --help'],
    [['rpkg', 'diff'], '"porchctl rpkg diff --help" shows how it is used'],
    [['rpkg', 'init', 'p'], '"porchctl rpkg init --help" shows how it is used'],
    [
      ['repo', 'sync', 'r', '--run-once=soon'],
      'give a duration of a minute or more, as 10m, or a time, as 2026-01-02T15:04:05Z',
    ],
  ])('%j is refused with what to do next, for a person at a terminal', async (argv, hint) => {
    const server = ['--server', 'http://127.0.0.1:1'];
    const { code, stderr } = await runPorchctl([...argv, ...server], { stderrIsTerminal: true });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^[Ee]rror: /);
    expect(stderr.endsWith(`\nhint: ${hint}\n`)).toBe(true);
    expect((await runPorchctl([...argv, ...server])).stderr).not.toContain('hint');
  });

  it('names a server address that is none', async () => {
    expect(await runPorchctl(['repo', 'get', '--server', 'https://:x'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Error: the server address "https://:x" is not a URL such as https://HOST:PORT \n',
    });
  });

  it.each([
    [['repo', 'get', '-n', 'x'], 'No resources found in x namespace.\n'],
    [['repo', 'get', '-A'], 'No resources found.\n'],
  ])('%j says that there is nothing to a person, and nothing at all to programs', async (argv, text) => {
    const { server } = await bench(() => ({ body: { kind: 'Table', columnDefinitions: [], rows: [] } }));
    const line = [...argv, '--server', server.url];
    expect(await runPorchctl(line)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await runPorchctl(line, { stderrIsTerminal: true })).toEqual({ code: 0, stdout: '', stderr: text });
  });

  it.each([
    [['repo', 'get', '-o', 'name', '-n', 'x']],
    [['repo', 'get', '-o=name', '-n=x']],
    [['repo', 'get', '-oname', '-nx']],
    [['repo', '-n', 'x', 'get', '--output=name']],
    [['--namespace=x', 'repo', 'get', '--output', 'name']],
    [['repo', 'get', '--no-headers=true', '--show-labels=false', '-o', 'name', '--namespace', 'x']],
  ])('%j means the same', async (argv) => {
    const { server } = await bench(list);
    const result = await runPorchctl([...argv, '--server', server.url]);
    expect(result).toEqual({ code: 0, stdout: 'repository.config.porch.kpt.dev/r\n', stderr: '' });
    expect(server.requests[0]?.path).toBe('/apis/config.porch.kpt.dev/v1alpha1/namespaces/x/repositories');
  });

  it('prints help on its own, for a group and for a command', async () => {
    expect((await runPorchctl([])).stdout).toMatch(/Usage: porchctl .*\n[^]*rpkg[^]*doctor/);
    expect(await runPorchctl(['rpkg'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/propose-delete/) as string,
    });
    expect((await runPorchctl(['rpkg', 'clone', '--help'])).stdout).toMatch(
      /Usage: porchctl rpkg clone SOURCE_PACKAGE NAME/,
    );
    expect((await runPorchctl(['version'])).stdout).toMatch(/^Version: /);
  });

  it('works in the namespace of the context unless -n names another', async () => {
    const { server } = await bench(list);
    const folder = await mkdtemp(join(tmpdir(), 'porchctl-context-'));
    const config = {
      'current-context': 'c',
      clusters: [{ name: 'c', cluster: { server: server.url } }],
      contexts: [{ name: 'c', context: { cluster: 'c', namespace: 'team' } }],
    };
    await writeFile(join(folder, 'config'), JSON.stringify(config));
    const env = { KUBECONFIG: join(folder, 'config') };
    await runPorchctl(['repo', 'get', '-o', 'name'], { env });
    await runPorchctl(['repo', 'get', '-o', 'name', '-n', 'other'], { env });
    await runPorchctl(['repo', 'get', '-o', 'name', '-A'], { env });
    expect(server.requests.map(({ path }) => path.replace('/apis/config.porch.kpt.dev/v1alpha1', ''))).toEqual([
      '/namespaces/team/repositories',
      '/namespaces/other/repositories',
      '/repositories',
    ]);
    await rm(folder, { recursive: true });
  });

  it('acts as somebody else when told, with all that is told of them', async () => {
    const { server, porchctl } = await bench(list);
    const flags = ['--as=ann', '--as-group=ops', '--as-user-extra=scopes=a', '--as-user-extra=scopes=b'];
    await porchctl(['repo', 'get', '-o', 'name', ...flags]);
    expect(server.requests[0]?.headers).toMatchObject({
      'impersonate-user': 'ann',
      'impersonate-group': 'ops',
      'impersonate-extra-scopes': 'a, b',
    });
    expect((await porchctl(['repo', 'get', '--as-user-extra=scopes=a'])).stderr).toContain('needs a user: give --as');
    expect((await porchctl(['repo', 'get', '--as=ann', '--as-user-extra=scopes'])).code).toBe(1);
  });

  it('shows its requests at level 6, with no secret in them', async () => {
    const { porchctl } = await bench(list);
    const { stderr } = await porchctl(['repo', 'get', '-o', 'name', '--v=6', '--token=s3cret']);
    expect(stderr).toMatch(/^GET http:\/\/127.*\/repositories\?limit=500 200 in \d+ milliseconds\n$/);
  });

  it('gives up when --request-timeout is over', async () => {
    const { porchctl } = await bench(() => new Promise(() => undefined));
    expect((await porchctl(['repo', 'get', '--request-timeout=30ms'])).stderr).toMatch(
      /^Error: the server .* did not answer in time \n$/,
    );
  });

  it('ends with 130 when it is interrupted', async () => {
    const stop = new AbortController();
    const { porchctl } = await bench(() => {
      stop.abort();
      return new Promise(() => undefined);
    });
    expect(await porchctl(['repo', 'get'], { signal: stop.signal })).toEqual({ code: 130, stdout: '', stderr: '' });
  });
});

describe('durations', () => {
  it.each([
    ['0', 0],
    ['30s', 30_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1500],
    ['250ms', 250],
    ['-2m', -120_000],
    ['', undefined],
    ['10', undefined],
    ['1x', undefined],
  ])('%s is %s ms', (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));
});
