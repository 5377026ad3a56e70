import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runProcess } from './run-process';

const folder = mkdtempSync(join(tmpdir(), 'processes-'));
const strays: number[] = [];
afterEach(() => strays.splice(0).forEach((pid) => process.kill(pid, 'SIGKILL')));
afterAll(() => rmSync(folder, { recursive: true }));

/** A pipe on the disk whose lines can be awaited, and that nobody holds open any more. */
function watchedPipe(name: string) {
  const path = join(folder, name);
  execFileSync('mkfifo', [path]);
  const stream = createReadStream(path);
  const line = new Promise<string>((resolve) => createInterface(stream).once('line', resolve));
  const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
  return { path, line, closed };
}

function shell(script: string, signal = new AbortController().signal) {
  const env = { PATH: process.env['PATH'] };
  const timeLimitMilliseconds = 240_000;
  return runProcess({
    file: '/bin/sh',
    args: ['-c', script],
    stdin: '',
    env,
    signal,
    timeLimitMilliseconds,
    outputLimit: 1e6,
  });
}

describe('a process that is run', () => {
  it('ends with its exit code, or with 128 and the number of the signal that ended it', async () => {
    expect((await shell('exit 3')).exitCode).toBe(3);
    expect((await shell('kill -SEGV $$')).exitCode).toBe(139);
    expect((await shell('kill -KILL $$')).exitCode).toBe(137);
  });

  it.each([
    ['runs', '& wait'],
    ['has ended', '&'],
  ])(
    'is not waited for when its caller leaves while it %s, though what left its group holds its output',
    async (how, end) => {
      const pipe = watchedPipe(how);
      const stop = new AbortController();
      const call = shell(`setsid sh -c 'echo $$ >"${pipe.path}"; exec sleep 600' ${end}`, stop.signal);
      const left = expect(call).rejects.toThrow('gone');
      strays.push(Number(await pipe.line));
      stop.abort(new Error('gone'));
      await left;
    },
  );

  it('leaves nothing of its group behind when it has ended', async () => {
    const pipe = watchedPipe('rest');
    const { stdout } = await shell(
      `{ echo >&3; exec sleep 600; } 3>"${pipe.path}" >/dev/null 2>&1 </dev/null & echo done`,
    );
    expect(stdout).toBe('done\n');
    await pipe.closed;
  });
});
