import { execFileSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type ClosableFunctionRuntime, createGrpcRuntime, type GrpcRuntimeOptions } from '@porch/fn-runtime';
import { parseYaml, type YamlNode } from '@porch/krm';
import { backgroundContext } from '@porch/repository';
import { type BuildOptions, buildSync } from 'esbuild';
import { makeAuthority } from './certificates.fixture';
import { type ChildProgram, startProgram } from './child-program.fixture';
import { parseRunnerFlags } from './runner-flags';

const folder = mkdtempSync(join(tmpdir(), 'function-runner-'));
const functions = mkdtempSync(join(tmpdir(), 'functions-'));
const script = join(folder, 'function-runner.js');
const callerScript = join(folder, 'caller.js');
const programs: ChildProgram[] = [];
const clients: ClosableFunctionRuntime[] = [];

beforeAll(() => {
  const options: BuildOptions = { bundle: true, platform: 'node', conditions: ['porch-source'], logLevel: 'error' };
  buildSync({ ...options, entryPoints: [join(__dirname, 'main.ts')], outfile: script });
  const worker = join(__dirname, '../../../libs/fn-runtime/src/worker/render-worker.ts');
  buildSync({ ...options, entryPoints: [worker], outfile: join(folder, 'render-worker.js') });
  const caller = `
    import { createGrpcRuntime } from '@porch/fn-runtime';
    const [, , address, image] = process.argv;
    const context = { signal: new AbortController().signal };
    void createGrpcRuntime({ address }).getRunner({ image }, context)
      .then((runner) => runner.run({ items: [], functionConfig: undefined }, context));`;
  buildSync({ ...options, stdin: { contents: caller, resolveDir: __dirname, loader: 'ts' }, outfile: callerScript });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(programs.splice(0).map((program) => program.end('SIGKILL')));
});
afterAll(() => [folder, functions].forEach((path) => rmSync(path, { recursive: true })));

function program(file: string, args: readonly string[]): ChildProgram {
  const started = startProgram(file, args);
  programs.push(started);
  return started;
}

async function startRunner(flags: readonly string[] = []) {
  const runner = program(script, ['--port', '0', '--functions', functions, ...flags]);
  const [, address = ''] = await runner.line(/^listening (\S+:\d+)$/m);
  return { runner, address };
}

async function run(address: string, image: string, text = '', tls?: GrpcRuntimeOptions['tls']) {
  const client = createGrpcRuntime(tls ? { address, tls } : { address });
  clients.push(client);
  const items = parseYaml(text).flatMap(({ root }): YamlNode[] => (root ? [root] : []));
  const runner = await client.getRunner({ image }, backgroundContext());
  if (!runner) throw new Error('a gRPC runtime always has a runner');
  return runner.run({ items, functionConfig: undefined }, backgroundContext());
}

function makePipe(name: string): string {
  const pipe = join(folder, `${name}.pipe`);
  execFileSync('mkfifo', [pipe]);
  return pipe;
}

/** A function that says its process group on a pipe and goes on with a script; the pipe ends with its last process. */
function addFunction(name: string, script: string) {
  const pipe = makePipe(name);
  writeFileSync(join(functions, name), `#!/bin/sh\nexec 3>"${pipe}"\necho $$ >&3\n${script}\n`, { mode: 0o755 });
  const stream = createReadStream(pipe);
  const started = new Promise<number>((resolve) =>
    createInterface(stream).once('line', (line) => resolve(Number(line))),
  );
  const ended = new Promise<void>((resolve) => stream.once('close', () => resolve()));
  return { started, ended };
}

/** A function that stays until it is killed, in a process of its own and in one that this started. */
const addLastingFunction = (name: string) => addFunction(name, 'sleep 600 &\nwait');

/** Resolves when nobody listens at an address any more. */
async function untilRefused(address: string): Promise<void> {
  const port = Number(address.replace(/.*:/, ''));
  const isTaken = () =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
    });
  while (await isTaken());
}

describe('the function runner', () => {
  it('runs built-in functions and binaries of its directory, and ends on SIGTERM', async () => {
    writeFileSync(join(functions, 'keep-v1'), '#!/bin/sh\necho kept >&2\ncat\n', { mode: 0o755 });
    const { runner, address } = await startRunner();
    const builtIn = await run(address, 'gcr.io/kpt-fn/list-setters:v0.1');
    expect(builtIn.results).toEqual([{ message: 'no setters found', severity: 'warning' }]);
    const kept = await run(address, 'example.com/keep:v1', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n');
    expect(kept).toMatchObject({ stderr: 'kept\n', exitCode: 0 });
    expect(kept.items).toHaveLength(1);
    await expect(run(address, 'example.com/other:v1')).rejects.toMatchObject({ reason: 'NotFound' });
    expect(await runner.end('SIGTERM')).toBe(0);
  });

  it('stops a function of a module that goes on for ever, and answers others meanwhile', async () => {
    const module = join(folder, 'functions.cjs');
    writeFileSync(module, "exports.spin = { name: 'spin', description: '', configKinds: [], run() { for (;;); } };");
    const { address } = await startRunner(['--function-module', module, '--disable-built-in', '--time-limit', '2']);
    const spinning = run(address, 'spin');
    await expect(run(address, 'set-labels')).rejects.toMatchObject({ reason: 'NotFound' });
    expect((await spinning).stderr).toContain('function "spin" took longer than 2 s and was stopped');
  });

  it('lets a function finish after SIGTERM', async () => {
    const gate = makePipe('gate');
    const slow = addFunction('slow', `read _ <"${gate}"\ncat`);
    const { runner, address } = await startRunner(['--drain', '600']);
    const call = run(address, 'slow', 'a: 1\n');
    await slow.started;
    const ended = runner.end('SIGTERM');
    await untilRefused(address);
    await writeFile(gate, '\n');
    expect((await call).items).toHaveLength(1);
    expect(await ended).toBe(0);
  });

  it('ends a function that goes on after SIGTERM for longer than it was told to wait', async () => {
    const lasting = addLastingFunction('lasting');
    const { runner, address } = await startRunner(['--drain', '1']);
    const forever = run(address, 'lasting').catch((error: unknown) => error);
    await lasting.started;
    expect(await runner.end('SIGTERM')).toBe(0);
    expect(await forever).toMatchObject({ reason: 'ServiceUnavailable' });
    await lasting.ended;
  });

  it('kills a function whose caller was killed', async () => {
    const lasting = addLastingFunction('orphan');
    const { address } = await startRunner();
    const caller = program(callerScript, [address, 'example.com/orphan:v1']);
    await lasting.started;
    await caller.end('SIGKILL');
    await lasting.ended;
  });

  it('is missed when it is killed in the middle', async () => {
    const lasting = addLastingFunction('missed');
    const { runner, address } = await startRunner();
    const call = run(address, 'example.com/missed:v1');
    const refused = expect(call).rejects.toMatchObject({ reason: 'ServiceUnavailable' });
    const group = await lasting.started;
    await runner.end('SIGKILL');
    await refused;
    // Nobody is left to end the function.
    process.kill(-group, 'SIGKILL');
    await lasting.ended;
  });

  it('serves only callers with a certificate of the authority it was given', async () => {
    const authority = await makeAuthority(folder, 'authority');
    const other = await makeAuthority(folder, 'other');
    const { certFile, keyFile } = await authority.issue('runner');
    const flags = ['--tls-cert-file', certFile, '--tls-key-file', keyFile, '--tls-client-ca-file', authority.caFile];
    const { address } = await startRunner(flags);
    const { caFile } = authority;
    const image = 'gcr.io/kpt-fn/list-setters:v0.1';
    const known = { caFile, ...(await authority.issue('server')) };
    expect(await run(address, image, '', known)).toMatchObject({ exitCode: 0 });
    const unreachable = { reason: 'ServiceUnavailable' };
    const stranger = { caFile, ...(await other.issue('stranger')) };
    await expect(run(address, image, '', stranger)).rejects.toMatchObject(unreachable);
    await expect(run(address, image, '', { caFile })).rejects.toMatchObject(unreachable);
    await expect(run(address, image, '', { ...known, caFile: other.caFile })).rejects.toMatchObject(unreachable);
    await expect(run(address, image)).rejects.toMatchObject(unreachable);
  });

  it('neither serves callers whose certificate has expired, nor is called when its own has', async () => {
    const authority = await makeAuthority(folder, 'of-old');
    const { caFile } = authority;
    const old = await authority.issue('expired', new Date('2020-01-01T00:00:00Z'));
    const fresh = await authority.issue('fresh');
    const serveWith = ({ certFile, keyFile }: typeof old) =>
      startRunner(['--tls-cert-file', certFile, '--tls-key-file', keyFile, '--tls-client-ca-file', caFile]);
    const image = 'gcr.io/kpt-fn/list-setters:v0.1';
    const [current, outdated] = [await serveWith(fresh), await serveWith(old)];
    expect(await run(current.address, image, '', { caFile, ...fresh })).toMatchObject({ exitCode: 0 });
    const unreachable = { reason: 'ServiceUnavailable' };
    await expect(run(current.address, image, '', { caFile, ...old })).rejects.toMatchObject(unreachable);
    await expect(run(outdated.address, image, '', { caFile, ...fresh })).rejects.toThrow('certificate has expired');
  });

  it('refuses a command line it cannot follow', async () => {
    expect(() => parseRunnerFlags(['--max-waiting', 'x'])).toThrow('--max-waiting must be a whole number, not x');
    expect(() => parseRunnerFlags(['--port', '70000'])).toThrow('--port must be a whole number up to 65535');
    expect(() => parseRunnerFlags(['--time-limit', '0'])).toThrow('must be a whole number from 1 up to 86400, not 0');
    expect(() => parseRunnerFlags(['--drain', '2147484'])).toThrow('must be a whole number up to 86400, not 2147484');
    expect(() => parseRunnerFlags(['--concurrency-per-function', '0'])).toThrow('must be a whole number from 1, not 0');
    expect(() => parseRunnerFlags(['--tls-cert-file', 'x'])).toThrow('go together');
    expect(() => parseRunnerFlags(['--tls-client-ca-file', 'x'])).toThrow('needs --tls-cert-file');
    const nonsense = join(folder, 'nonsense.pem');
    writeFileSync(nonsense, 'no certificate');
    const unreadable = program(script, ['--tls-cert-file', nonsense, '--tls-key-file', nonsense]);
    expect(await unreadable.ended).toBe(1);
    expect(unreadable.errors()).toContain(`function-runner: --tls-cert-file ${nonsense} cannot be used: `);
    const wrong = program(script, ['--nonsense']);
    expect(await wrong.ended).toBe(1);
    expect(wrong.errors()).toMatch(/^function-runner: .*--nonsense.*see --help\n$/s);
  });
});
