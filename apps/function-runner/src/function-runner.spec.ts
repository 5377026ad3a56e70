import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGrpcRuntime } from '@porch/fn-runtime';
import { backgroundContext } from '@porch/repository';
import { buildSync } from 'esbuild';
import { parseRunnerFlags } from './runner-flags';

describe('the function runner', () => {
  const folder = mkdtempSync(join(tmpdir(), 'function-runner-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('says where it listens, runs built-in functions and ends on SIGTERM', async () => {
    const script = join(folder, 'function-runner.js');
    buildSync({
      entryPoints: [join(__dirname, 'main.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      conditions: ['porch-source'],
      logLevel: 'error',
    });
    const runner = spawn(process.execPath, [script, '--address', '127.0.0.1:0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => runner.once('exit', resolve));
    const line = await new Promise<string>((resolve) =>
      runner.stdout.once('data', (data: Buffer) => resolve(data.toString())),
    );
    const address = /^ready (\S+:\d+)\n$/.exec(line)?.[1] ?? '';
    const client = createGrpcRuntime({ address });
    const found = await client.getRunner({ image: 'gcr.io/kpt-fn/list-setters:v0.1' }, backgroundContext());
    const output = await found?.run({ items: [], functionConfig: undefined }, backgroundContext());
    expect(output?.results).toEqual([{ message: 'no setters found', severity: 'warning' }]);
    client.close();
    runner.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('refuses a command line it cannot follow', () => {
    expect(() => parseRunnerFlags(['--max-waiting', 'x'])).toThrow('--max-waiting must be a whole number');
    expect(() => parseRunnerFlags(['--tls-cert-file', 'x'])).toThrow('go together');
    expect(() => parseRunnerFlags(['--nonsense'])).toThrow('nonsense');
  });
});
