import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { revision } from '../../testing/fixtures';
import { benches, runPorchctl } from '../../testing/run-porchctl';

const bench = benches();
const words = (stdout: string) =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t')[0]);
const complete = async (...line: string[]) => words((await runPorchctl(['__complete', ...line])).stdout);

describe('completion', () => {
  it('offers commands, then their flags, then the values of flags', async () => {
    expect(await complete('r')).toEqual(['repo', 'rpkg']);
    expect(await complete('rpkg', 'pro')).toEqual(['propose', 'propose-delete']);
    expect(await complete('rpkg', 'upgrade', '--str')).toEqual(['--strategy']);
    expect(await complete('rpkg', 'upgrade', '--strategy', 'f')).toEqual(['fast-forward', 'force-delete-replace']);
    expect(await complete('rpkg', 'get', '--output=js')).toEqual(['--output=json', '--output=jsonpath=']);
    expect(await complete('rpkg', 'get', '--namesp')).toEqual(['--namespace']);
  });

  it('offers live names from the server that the line talks to', async () => {
    const { server } = await bench(({ path }) => {
      if (path.endsWith('/packagerevisions')) {
        return {
          body: { metadata: {}, items: [revision('a.p.v1', {}), revision('b.p.v1', {}), revision('a.q.v1', {})] },
        };
      }
      if (path === '/api/v1/namespaces') return { body: { metadata: {}, items: [{ metadata: { name: 'team-a' } }] } };
      return { body: { metadata: {}, items: [{ metadata: { name: 'blue' }, spec: {} }] } };
    });
    const flag = `--server=${server.url}`;
    expect(await complete(flag, 'rpkg', 'approve', '-n', 'other', 'a.p.v1', 'a.')).toEqual(['a.q.v1']);
    expect(server.requests[0]?.path).toBe('/apis/porch.kpt.dev/v1alpha1/namespaces/other/packagerevisions');
    expect(await complete(flag, 'rpkg', 'diff', 'a.p.v1', 'a.')).toEqual(['a.q.v1']);
    for (const command of ['pull', 'clone']) expect(await complete(flag, 'rpkg', command, 'a.p.v1', '')).toEqual([]);
    expect(await complete(flag, 'repo', 'unreg', '')).toEqual(['blue']);
    expect(await complete(flag, 'rpkg', 'init', '--repository=b')).toEqual(['--repository=blue']);
    expect(await complete(flag, 'rpkg', 'get', '--namespace', 't')).toEqual(['team-a']);
  });

  it('offers contexts of the kubeconfig, and nothing at all when nobody answers', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'porchctl-completion-'));
    await writeFile(join(folder, 'config'), 'contexts: [{name: dev, context: {}}, {name: prod, context: {}}]');
    const { stdout } = await runPorchctl(['__complete', `--kubeconfig=${folder}/config`, '--context', '']);
    expect(words(stdout)).toEqual(['dev', 'prod']);
    await rm(folder, { recursive: true });
    expect(await runPorchctl(['__complete', '--server=http://127.0.0.1:1', 'rpkg', 'del', ''])).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('has a script for each shell, and names the shells', async () => {
    expect((await runPorchctl(['completion', 'zsh'])).stdout).toMatch(/^#compdef porchctl/);
    expect((await runPorchctl(['completion', 'fish'])).stdout).toMatch(/complete -c porchctl/);
    expect((await runPorchctl(['completion', 'csh'])).stderr).toBe('error: name a shell: bash, zsh, fish\n');
  });

  it('works in bash', async () => {
    const script = (await runPorchctl(['completion', 'bash'])).stdout;
    const line = 'COMP_LINE="porchctl rpkg pr"; COMP_POINT=16; _porchctl; echo "${COMPREPLY[@]}"';
    const fake = 'porchctl() { echo "asked:$*" >&2; printf "propose\\tsay\\npropose-delete\\n"; }; compopt() { :; }';
    const { stdout } = spawnSync('bash', ['-c', `${script}\n${fake}\n${line}`], { encoding: 'utf8' });
    expect(stdout).toBe('propose propose-delete\n');
  });
});
