import { type sendUnaryData, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { parseYaml, type YamlNode } from '@porch/krm';
import { backgroundContext, type FunctionRuntime } from '@porch/repository';
import { describeFunctionRuntimeContract } from '@porch/repository/testing';
import { FUNCTION_EVALUATOR } from '../grpc/function-evaluator';
import { type FunctionRunnerServer, startFunctionRunnerServer } from '../grpc/function-runner-server';
import { createBuiltInRuntime } from './built-in-runtime';
import { type ClosableFunctionRuntime, createGrpcRuntime, type GrpcRuntimeOptions } from './grpc-runtime';

const servers: FunctionRunnerServer[] = [];
const clients: ClosableFunctionRuntime[] = [];
const stubs: Server[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const stub of stubs.splice(0)) stub.forceShutdown();
  await Promise.all(servers.splice(0).map((server) => server.drain(0)));
});

async function serve(runtime: FunctionRuntime, address = '127.0.0.1:0'): Promise<FunctionRunnerServer> {
  const credentials = ServerCredentials.createInsecure();
  const server = await startFunctionRunnerServer({ runtime, address, credentials });
  servers.push(server);
  return server;
}

function connect(address: string, options: Partial<GrpcRuntimeOptions> = {}): ClosableFunctionRuntime {
  const client = createGrpcRuntime({ address, deadlineMilliseconds: 240_000, ...options });
  clients.push(client);
  return client;
}

const items = (text: string): YamlNode[] => parseYaml(text).flatMap(({ root }) => root ?? []);
const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n';

async function run(runtime: FunctionRuntime, text = pod, image = 'example.com/f:v1') {
  const runner = await runtime.getRunner({ image }, backgroundContext());
  if (!runner) throw new Error('a gRPC runtime always has a runner');
  return runner.run({ items: items(text), functionConfig: undefined }, backgroundContext());
}

/** The connection may need longer than a call waits for it, on a slow machine. */
async function runUntilReached(runtime: FunctionRuntime): ReturnType<typeof run> {
  for (;;) {
    try {
      return await run(runtime);
    } catch (error) {
      expect(error).toMatchObject({ reason: 'ServiceUnavailable' });
    }
  }
}

/** Has every function; each says who ran it. */
function signing(name: string): FunctionRuntime {
  const run = ({ items: given }: { items: readonly YamlNode[] }) =>
    Promise.resolve({ items: given, results: [], stderr: name, exitCode: 0 });
  return { getRunner: () => Promise.resolve({ run }) };
}

/** Upstream's runner as far as the wire goes, with canned answers. */
async function stubRunner(
  answer: { code: status; details: string } | { list: string } | { bytes: Buffer },
): Promise<string> {
  const stub = new Server();
  stubs.push(stub);
  const { evaluateFunction } = FUNCTION_EVALUATOR;
  stub.addService(
    { evaluateFunction: { ...evaluateFunction, responseSerialize: (bytes: Buffer) => bytes } },
    {
      evaluateFunction: (_call: unknown, callback: sendUnaryData<Buffer>) => {
        if ('code' in answer) callback(answer);
        else if ('bytes' in answer) callback(null, answer.bytes);
        else {
          const log = Buffer.alloc(0);
          callback(null, evaluateFunction.responseSerialize({ resourceList: Buffer.from(answer.list), log }));
        }
      },
    },
  );
  const port = await new Promise<number>((resolve) =>
    stub.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_error, bound) => resolve(bound)),
  );
  return `127.0.0.1:${port}`;
}

describeFunctionRuntimeContract('gRPC', async () => {
  const credentials = ServerCredentials.createInsecure();
  const server = await startFunctionRunnerServer({
    runtime: createBuiltInRuntime(),
    address: '127.0.0.1:0',
    credentials,
  });
  const runtime = createGrpcRuntime({ address: `127.0.0.1:${server.port}` });
  return {
    runtime,
    image: 'gcr.io/kpt-fn/list-setters:v0.1',
    items: items(pod),
    async dispose() {
      runtime.close();
      await server.drain(1000);
    },
  };
});

describe('several runners behind one name', () => {
  it('take turns, and when one dies the others take its calls', async () => {
    const [one, two] = [await serve(signing('one')), await serve(signing('two'))];
    const runtime = connect(`ipv4:127.0.0.1:${one.port},127.0.0.1:${two.port}`);
    // The first calls may come before both connections are there.
    const seen = new Set<string>();
    while (seen.size < 2) seen.add((await run(runtime)).stderr);
    expect([...seen].sort()).toEqual(['one', 'two']);
    await one.drain(0);
    for (let call = 0; call < 5; call++) expect((await run(runtime)).stderr).toBe('two');
  });

  it('run a function again whose runner died under it', async () => {
    let began: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (began = resolve));
    const hangs: FunctionRuntime = {
      getRunner: () =>
        Promise.resolve({
          run: () => {
            began();
            return new Promise(() => undefined);
          },
        }),
    };
    const [doomed, other] = [await serve(hangs), await serve(signing('other'))];
    const runtime = connect(`ipv4:127.0.0.1:${doomed.port},127.0.0.1:${other.port}`);
    const calls: ReturnType<typeof run>[] = [];
    // The first calls may all go to the runner whose connection is there first.
    let busy = false;
    void running.then(() => (busy = true));
    while (!busy) {
      const call = run(runtime);
      calls.push(call);
      await Promise.race([running, call]);
    }
    await doomed.drain(0);
    expect(new Set((await Promise.all(calls)).map(({ stderr }) => stderr))).toEqual(new Set(['other']));
  });
});

describe('a function runner in trouble', () => {
  it('is told of with upstream’s words before the reason', async () => {
    const gone = await serve(signing(''));
    const address = `127.0.0.1:${gone.port}`;
    await gone.drain(0);
    await expect(run(connect(address))).rejects.toMatchObject({
      reason: 'ServiceUnavailable',
      message: expect.stringContaining(
        `func eval "example.com/f:v1" failed: function runner ${address} cannot be reached`,
      ) as string,
    });
  });

  it('is used again as soon as it is back', async () => {
    const first = await serve(signing('first'));
    const address = `127.0.0.1:${first.port}`;
    const runtime = connect(address);
    expect((await run(runtime)).stderr).toBe('first');
    await first.drain(0);
    await expect(run(runtime)).rejects.toMatchObject({ reason: 'ServiceUnavailable' });
    await serve(signing('second'), address);
    expect((await runUntilReached(runtime)).stderr).toBe('second');
  });

  it('refuses packages that are too large, whichever side finds out', async () => {
    const { port } = await serve(signing(''));
    const large = `${pod}  annotations:\n    text: ${'x'.repeat(7 * 1024 * 1024)}\n`;
    const tooLarge = { reason: 'RequestEntityTooLarge', message: expect.stringContaining('too large') as string };
    await expect(run(connect(`127.0.0.1:${port}`), large)).rejects.toMatchObject(tooLarge);
    const generous = connect(`127.0.0.1:${port}`, { maxMessageBytes: 20 * 1024 * 1024 });
    await expect(run(generous, large)).rejects.toMatchObject(tooLarge);
    const small = connect(`127.0.0.1:${port}`, { maxMessageBytes: 1000 });
    await expect(run(small, `${pod}  annotations:\n    text: ${'x'.repeat(700)}\n`)).resolves.toMatchObject({
      exitCode: 0,
    });
  });

  it('fails the step with what upstream’s runner says of a function, its results taken apart', async () => {
    const details =
      'failed to evaluate function "example.com/f:v1" with structured results: - message: bad\n  severity: error and stderr: oh';
    const withResults = await stubRunner({ code: status.INTERNAL, details });
    expect(await run(connect(withResults))).toEqual({
      items: [],
      results: [{ message: 'bad', severity: 'error' }],
      stderr: 'oh',
      exitCode: 1,
    });
    const plain = 'Failed to execute function "example.com/f:v1": exit status 1 (no)';
    expect(await run(connect(await stubRunner({ code: status.INTERNAL, details: plain })))).toMatchObject({
      stderr: `func eval "example.com/f:v1" failed: ${plain}`,
      exitCode: 1,
    });
  });

  it('does not count as a function that failed when it answers nonsense, or not this service', async () => {
    const nonsense = await stubRunner({ list: 'a: [' });
    await expect(run(connect(nonsense))).rejects.toMatchObject({ reason: 'InternalError' });
    const noMessage = await stubRunner({ bytes: Buffer.from([0xff, 0xff, 0xff]) });
    await expect(run(connect(noMessage))).rejects.toMatchObject({ reason: 'InternalError' });
    const other = await stubRunner({ code: status.UNIMPLEMENTED, details: 'unknown service' });
    await expect(run(connect(other))).rejects.toThrow('does not serve it: unknown service');
  });

  it('gives structured results of success and what the function logged', async () => {
    const list = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\nresults:\n- message: m\n  severity: warning\n`;
    expect(await run(connect(await stubRunner({ list })))).toEqual({
      items: [],
      results: [{ message: 'm', severity: 'warning' }],
      stderr: '',
      exitCode: 0,
    });
  });
});
