import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type sendUnaryData, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { createFunctionCatalogue } from '@porch/functions';
import { parseYaml, printYaml, YamlDocument, type YamlNode } from '@porch/krm';
import { backgroundContext, type FunctionRuntime } from '@porch/repository';
import { FUNCTION_EVALUATOR } from '../grpc/function-evaluator';
import { type FunctionRunnerServer, startFunctionRunnerServer } from '../grpc/function-runner-server';
import { createBuiltInRuntime } from './built-in-runtime';
import { createExecutableRuntime } from './executable-runtime';
import { type ClosableFunctionRuntime, createGrpcRuntime } from './grpc-runtime';
import { createMultiRuntime } from './multi-runtime';

const folder = mkdtempSync(join(tmpdir(), 'functions-'));
const servers: FunctionRunnerServer[] = [];
const clients: ClosableFunctionRuntime[] = [];
const stubs: Server[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(servers.splice(0).map((server) => server.drain(1000)));
  for (const stub of stubs.splice(0)) stub.forceShutdown();
});
afterAll(() => rmSync(folder, { recursive: true }));

function program(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

async function serve(runtime: FunctionRuntime, limits: { concurrencyPerFunction?: number; maxWaiting?: number } = {}) {
  const options = { runtime, address: '127.0.0.1:0', credentials: ServerCredentials.createInsecure(), ...limits };
  const server = await startFunctionRunnerServer(options);
  servers.push(server);
  return server;
}

function connect(port: number, deadlineMilliseconds = 240_000): ClosableFunctionRuntime {
  const client = createGrpcRuntime({ address: `127.0.0.1:${port}`, deadlineMilliseconds });
  clients.push(client);
  return client;
}

const items = (text: string): YamlNode[] => parseYaml(text).flatMap(({ root }) => root ?? []);
const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web # here\n';
const config = items('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  namespace: staging\n')[0];

async function run(runtime: FunctionRuntime, image: string, signal = backgroundContext().signal) {
  const runner = await runtime.getRunner({ image }, { signal });
  if (!runner) throw new Error('not found');
  const output = await runner.run({ items: items(service), functionConfig: config }, { signal });
  return { ...output, text: printYaml(output.items.map((item) => new YamlDocument(item))) };
}

describe('functions over gRPC', () => {
  it('come back with objects, results and log', async () => {
    const { port } = await serve(createBuiltInRuntime());
    const output = await run(connect(port), 'gcr.io/kpt-fn/set-namespace:v0.4');
    expect(output.text).toContain('namespace: staging');
    expect(output.results[0]).toEqual({
      message: 'namespace [default] updated to "staging", 1 value(s) changed',
      severity: 'info',
    });
  });

  it('fall through to the next runtime only where the runner does not have them', async () => {
    const { port } = await serve(createBuiltInRuntime({ catalogue: createFunctionCatalogue({ registries: [] }) }));
    const fallback = createBuiltInRuntime();
    const runtime = createMultiRuntime([connect(port), fallback]);
    expect((await run(runtime, 'gcr.io/kpt-fn/set-namespace:v0.4')).text).toContain('namespace: staging');
    await expect(run(connect(port), 'example.com/none:v1')).rejects.toThrow(
      'function "example.com/none:v1" is not available',
    );
  });

  it('fail as steps do, with what the function said', async () => {
    program('fails', 'cat >/dev/null; echo "no way" >&2; exit 3');
    const { port } = await serve(createExecutableRuntime({ directory: folder }));
    const output = await run(connect(port), 'example.com/fails:v1');
    expect(output.exitCode).toBe(1);
    expect(output.stderr).toContain('no way');
  });

  it('are cancelled on the runner when the caller leaves', async () => {
    let aborted: (() => void) | undefined;
    const seen = new Promise<void>((resolve) => (aborted = resolve));
    let started: (() => void) | undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    const { port } = await serve({
      getRunner: () =>
        Promise.resolve({
          run: (_input, { signal }) =>
            new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => {
                aborted?.();
                reject(new Error('stopped'));
              });
              started?.();
            }),
        }),
    });
    const stop = new AbortController();
    const call = run(connect(port), 'example.com/slow:v1', stop.signal);
    await running;
    stop.abort(new Error('gone'));
    await expect(call).rejects.toThrow('gone');
    await seen;
  });

  it('say so when nobody listens, when time runs out and when too many wait', async () => {
    const { port } = await serve(
      { getRunner: () => Promise.resolve({ run: () => new Promise(() => undefined) }) },
      {
        concurrencyPerFunction: 1,
        maxWaiting: 0,
      },
    );
    const client = connect(port, 400);
    const stuck = run(client, 'example.com/slow:v1');
    stuck.catch(() => undefined);
    await expect(run(connect(port, 300), 'example.com/slow:v1')).rejects.toThrow(/refused|took too long/);
    await expect(stuck).rejects.toThrow('took too long');
    const server = servers.pop();
    await server?.drain(10);
    await expect(run(connect(port), 'example.com/slow:v1')).rejects.toThrow('cannot be reached');
  });

  it('speak upstream’s wire format to a runner that answers with canned bytes', async () => {
    const stub = new Server();
    stubs.push(stub);
    const requests: { image: string; text: string }[] = [];
    stub.addService(
      {
        evaluateFunction: {
          ...FUNCTION_EVALUATOR.evaluateFunction,
          requestDeserialize: (bytes: Buffer) => bytes,
          responseSerialize: (bytes: Buffer) => bytes,
        },
      },
      {
        evaluateFunction: (call: { request: Buffer }, callback: sendUnaryData<Buffer>) => {
          const { image, resourceList } = FUNCTION_EVALUATOR.evaluateFunction.requestDeserialize(call.request);
          requests.push({ image, text: resourceList.toString() });
          if (image.includes('gone')) callback({ code: status.NOT_FOUND, details: 'not found' });
          // Field 1 of 4 bytes, field 2 of 3 bytes.
          else callback(null, Buffer.from([0x0a, 4, ...Buffer.from('a: 1'), 0x12, 3, ...Buffer.from('log')]));
        },
      },
    );
    const port = await new Promise<number>((resolve) =>
      stub.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, bound) => resolve(bound)),
    );
    const output = await run(connect(port), 'example.com/f:v1');
    expect(output).toMatchObject({ text: 'a: 1\n', stderr: 'log', exitCode: 0 });
    expect(requests[0]?.image).toBe('example.com/f:v1');
    expect(requests[0]?.text).toContain('kind: ResourceList');
    await expect(run(connect(port), 'example.com/gone:v1')).rejects.toThrow('not available');
  });
});

describe('functions of a directory', () => {
  it('are found by name and tag, run with an empty environment, and never outside the directory', async () => {
    program(
      'env-v1',
      'cat >/dev/null; printf "apiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: env%s\\n" "$HOME$SECRET"',
    );
    symlinkSync('/bin/cat', join(folder, 'outside'));
    const runtime = createExecutableRuntime({ directory: folder });
    process.env['SECRET'] = 'x';
    expect((await run(runtime, 'example.com/env:v1')).text).toContain('name: env\n');
    delete process.env['SECRET'];
    const find = (image: string) => runtime.getRunner({ image }, backgroundContext());
    expect(await find('example.com/env:v2')).toBeUndefined();
    expect(await find('example.com/outside:v1')).toBeUndefined();
    expect(await find('../../bin/cat')).toBeUndefined();
    expect(await find(`example.com/env@sha256:${'0'.repeat(64)}`)).toBeUndefined();
  });

  it('are plain files that may be executed; anything else is not there', async () => {
    mkdirSync(join(folder, 'a-directory'));
    writeFileSync(join(folder, 'a-text'), '#!/bin/sh\ncat\n', { mode: 0o644 });
    const runtime = createExecutableRuntime({ directory: folder });
    for (const image of ['example.com/a-directory', 'example.com/a-text', 'example.com:5000/..', 'example.com/.']) {
      expect(await runtime.getRunner({ image }, backgroundContext())).toBeUndefined();
    }
  });

  it('are not told where the server runs', async () => {
    program('where', 'cat >/dev/null; pwd >&2; env >&2');
    expect(await run(createExecutableRuntime({ directory: folder }), 'where')).toMatchObject({
      stderr: '/\nPWD=/\n',
      exitCode: 0,
    });
  });

  it('end as the shell has it when their interpreter is missing', async () => {
    writeFileSync(join(folder, 'lost'), '#!/missing/interpreter\n', { mode: 0o755 });
    const { exitCode, stderr } = await run(createExecutableRuntime({ directory: folder }), 'lost');
    expect(exitCode).toBe(127);
    expect(stderr).toContain('not found');
  });

  it('are killed with all they started when they take too long or write too much', async () => {
    program('sleeps', 'sleep 60 & wait');
    program('writes', 'yes');
    const limits = { directory: folder, timeLimitMilliseconds: 300, outputLimit: 1000 };
    await expect(run(createExecutableRuntime(limits), 'sleeps')).rejects.toThrow('ran longer than 0.3 s');
    await expect(run(createExecutableRuntime({ ...limits, timeLimitMilliseconds: 240_000 }), 'writes')).rejects.toThrow(
      'wrote more than 1000 bytes',
    );
  });
});
