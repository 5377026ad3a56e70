import { execFileSync } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseYaml, type YamlNode } from '@porch/krm';
import { backgroundContext } from '@porch/repository';
import { containerArguments, type ContainerRuntimeOptions, createContainerRuntime } from './container-runtime';

const folder = mkdtempSync(join(tmpdir(), 'containers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Stands in for docker's command line: notes how it was called, and does with the objects what a script says. */
function commandLine(name: string, script: string): ContainerRuntimeOptions {
  const command = join(folder, name);
  writeFileSync(command, `#!/bin/sh\necho "$*" >>"${command}.calls"\n[ "$1" = run ] || exit 0\n${script}\n`, {
    mode: 0o755,
  });
  return { command, env: { PATH: process.env['PATH'] } };
}

const callsOf = ({ command }: ContainerRuntimeOptions) =>
  readFileSync(`${command}.calls`, 'utf8').trimEnd().split('\n');
const items = parseYaml('apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n').flatMap(({ root }): YamlNode[] =>
  root ? [root] : [],
);
const image = 'example.com/keep:v1';
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

async function run(options: ContainerRuntimeOptions, signal = backgroundContext().signal) {
  const runner = await createContainerRuntime(options).getRunner({ image }, { signal });
  if (!runner) throw new Error('not found');
  return runner.run({ items, functionConfig: undefined }, { signal });
}

describe('functions in containers', () => {
  it('get the objects and give them back, with what they said and how they ended', async () => {
    expect(await run(commandLine('works', 'echo said >&2; cat'))).toMatchObject({ stderr: 'said\n', exitCode: 0 });
    expect(await run(commandLine('fails', 'cat >/dev/null; echo no >&2; exit 4'))).toEqual({
      items: [],
      results: [],
      stderr: 'no\n',
      exitCode: 4,
    });
  });

  it('have no network, no privileges and no user’s rights unless told', () => {
    const options = { command: 'docker', env: {} };
    expect(containerArguments(image, 'n', options)).toEqual([
      'run',
      '--rm',
      '-i',
      '--name=n',
      '--pull=missing',
      '--network=none',
      '--user=nobody',
      '--security-opt=no-new-privileges',
      image,
    ]);
    const told = containerArguments(image, 'n', {
      ...options,
      allowNetwork: true,
      user: '1:2',
      pullPolicy: 'Never',
      mounts: ['type=bind,src=/a,dst=/b'],
      environment: ['A=1', 'B'],
    });
    expect(told).toEqual(
      expect.arrayContaining([
        '--network=host',
        '--user=1:2',
        '--pull=never',
        '--mount=type=bind,src=/a,dst=/b',
        'A=1',
      ]),
    );
    expect(told.at(-1)).toBe(image);
  });

  it('are removed by name when their caller leaves', async () => {
    const started = join(folder, 'started');
    const options = commandLine('stays', `: >"${started}"; exec sleep 60`);
    const stop = new AbortController();
    const call = run(options, stop.signal);
    const failed = expect(call).rejects.toThrow('gone');
    while (!existsSync(started)) await nextTurn();
    stop.abort(new Error('gone'));
    await failed;
    const [called = '', ...after] = callsOf(options);
    const name = /--name=(\S+)/.exec(called)?.[1];
    expect(after).toEqual([`kill ${name}`, `rm -f ${name}`]);
  });

  it('are removed even if the engine was just starting them, before which they cannot be killed', async () => {
    const [asked, gate, alive] = ['asked', 'gate', 'alive'].map((name) => join(folder, name));
    execFileSync('mkfifo', [gate!, alive!]);
    // The engine starts the container as soon as the gate opens, and its client does not end before the container does.
    const command = join(folder, 'slow');
    writeFileSync(
      command,
      `#!/bin/sh
case "$1" in
run) trap '' TERM
  : >"${asked}"
  setsid sh -c 'read _ <"${gate}"; exec 3>"${alive}"; echo $$ >"${command}.tmp"; mv "${command}.tmp" "${command}.pid"; exec sleep 600 >/dev/null 2>&1' &
  wait ;;
kill) echo "$*" >>"${command}.calls"
  [ -e "${command}.pid" ] && kill -9 "$(cat "${command}.pid")" ;;
esac
`,
      { mode: 0o755 },
    );
    const stop = new AbortController();
    const failed = expect(run({ command, env: { PATH: process.env['PATH'] } }, stop.signal)).rejects.toThrow('gone');
    while (!existsSync(asked!)) await nextTurn();
    stop.abort(new Error('gone'));
    while (!existsSync(`${command}.calls`)) await nextTurn();
    const ended = new Promise<void>((resolve) =>
      createReadStream(alive!)
        .on('close', () => resolve())
        .resume(),
    );
    await writeFile(gate!, '\n');
    await failed;
    await ended;
  });

  it('are given up when their client left before they were started', async () => {
    const started = join(folder, 'pulling');
    const options = commandLine('pulls', `: >"${started}"; exec sleep 60`);
    writeFileSync(options.command, readFileSync(options.command, 'utf8').replace('exit 0', 'exit 1'));
    const stop = new AbortController();
    const failed = expect(run(options, stop.signal)).rejects.toThrow('gone');
    while (!existsSync(started)) await nextTurn();
    stop.abort(new Error('gone'));
    await failed;
    expect(
      callsOf(options)
        .slice(-2)
        .map((call) => call.split(' ')[0]),
    ).toEqual(['kill', 'rm']);
  });

  it('are pinned by digest where only those may run, and never a flag in disguise', async () => {
    const runtime = createContainerRuntime({ command: 'docker', env: {}, requireDigest: true });
    const find = (asked: string) => runtime.getRunner({ image: asked }, backgroundContext());
    expect(await find(image)).toBeUndefined();
    expect(await find(`example.com/keep@sha256:${'0'.repeat(64)}`)).toBeDefined();
    expect(await find(`--privileged@sha256:${'0'.repeat(64)}`)).toBeUndefined();
  });
});
