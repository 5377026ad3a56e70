import { Client, credentials, ServerCredentials, type ServiceError, status } from '@grpc/grpc-js';
import { type FunctionRuntime } from '@porch/repository';
import { createBuiltInRuntime } from '../runtimes/built-in-runtime';
import { FUNCTION_EVALUATOR } from './function-evaluator';
import {
  type FunctionRunnerServer,
  type FunctionRunnerServerOptions,
  startFunctionRunnerServer,
} from './function-runner-server';
import { HEALTH, NOT_SERVING, SERVING } from './health-service';

const servers: FunctionRunnerServer[] = [];
const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(servers.splice(0).map((server) => server.drain(0)));
});

async function serve(options: Partial<FunctionRunnerServerOptions> = {}) {
  const server = await startFunctionRunnerServer({
    runtime: createBuiltInRuntime(),
    address: '127.0.0.1:0',
    credentials: ServerCredentials.createInsecure(),
    ...options,
  });
  servers.push(server);
  const client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure());
  clients.push(client);
  return { server, client };
}

/** The answer, or the code and the text of the refusal. */
function evaluate(client: Client, image: string, resourceList: Buffer | string, deadline = Date.now() + 240_000) {
  const { path, requestSerialize, responseDeserialize } = FUNCTION_EVALUATOR.evaluateFunction;
  const request = { image, resourceList: Buffer.from(resourceList) };
  return new Promise<{ text?: string; log?: string; code?: status; details?: string }>((resolve) =>
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, { deadline }, (error, response) =>
      resolve(
        error
          ? { code: error.code, details: error.details }
          : { text: response?.resourceList.toString() ?? '', log: response?.log.toString() ?? '' },
      ),
    ),
  );
}

function check(client: Client, path: string = HEALTH.check.path) {
  const { requestSerialize, responseDeserialize } = HEALTH.check;
  return new Promise<{ status?: number; code?: number }>((resolve) =>
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, {}, (error: ServiceError | null, answer) =>
      resolve(error ? { code: error.code } : { status: answer?.status ?? 0 }),
    ),
  );
}

/** Runs what it is given until it is let go or its caller leaves. */
function heldRuntime() {
  let release: () => void = () => undefined;
  let begin: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const began = new Promise<void>((resolve) => (begin = resolve));
  const runtime: FunctionRuntime = {
    getRunner: () =>
      Promise.resolve({
        async run(input, { signal }) {
          begin();
          const left = new Promise<never>((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason as Error));
          });
          await Promise.race([released, left]);
          return { items: input.items, results: [], stderr: '', exitCode: 0 };
        },
      }),
  };
  return { runtime, release, began };
}

const list = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n';

describe('the function runner’s server', () => {
  it('answers health checks, and to List that it does not know it', async () => {
    const { client } = await serve();
    expect(await check(client)).toEqual({ status: SERVING });
    expect(await check(client, '/grpc.health.v1.Health/List')).toEqual({ code: status.UNIMPLEMENTED });
  });

  it('lets calls finish and takes no more when it drains, and ends the health watches', async () => {
    const { runtime, release, began } = heldRuntime();
    const { server, client } = await serve({ runtime });
    const seen: number[] = [];
    const { path, requestSerialize, responseDeserialize } = HEALTH.watch;
    const watch = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, {});
    const ended = new Promise((resolve) => watch.on('end', resolve));
    const serving = new Promise((resolve) => watch.once('data', resolve));
    watch.on('data', (answer: { status: number }) => seen.push(answer.status));
    await serving;
    const call = evaluate(client, 'example.com/held:v1', list);
    await began;
    const drained = server.drain(240_000);
    await ended;
    expect(seen).toEqual([SERVING, NOT_SERVING]);
    const late = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure());
    clients.push(late);
    expect(await evaluate(late, 'example.com/held:v1', list)).toMatchObject({ code: status.UNAVAILABLE });
    release();
    expect((await call).text).toContain('kind: ResourceList');
    await drained;
  });

  it('ends calls that go on for longer than it may wait', async () => {
    const { runtime, began } = heldRuntime();
    const { server, client } = await serve({ runtime });
    const call = evaluate(client, 'example.com/held:v1', list);
    await began;
    await server.drain(20);
    expect((await call).code).toBeDefined();
  });

  it('stops a function whose caller’s time is up', async () => {
    let began = false;
    let stopped: () => void = () => undefined;
    const stop = new Promise<void>((resolve) => (stopped = resolve));
    const runtime: FunctionRuntime = {
      getRunner: () =>
        Promise.resolve({
          run: (_input, { signal }) =>
            new Promise((_resolve, reject) => {
              began = true;
              signal.addEventListener('abort', () => {
                stopped();
                reject(signal.reason as Error);
              });
            }),
        }),
    };
    const { client } = await serve({ runtime });
    // On a slow machine its time is up before the function has begun.
    for (let time = 200; !began; time *= 2) {
      const call = evaluate(client, 'example.com/slow:v1', list, Date.now() + time);
      expect(await call).toMatchObject({ code: status.DEADLINE_EXCEEDED });
    }
    await stop;
  });

  it('refuses what is too large, unknown, or no ResourceList, with the codes of upstream', async () => {
    const { client } = await serve({ maxMessageBytes: 1000 });
    const image = 'gcr.io/kpt-fn/set-namespace:v0.4';
    expect(await evaluate(client, image, Buffer.alloc(2000))).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    expect(await evaluate(client, 'example.com/none:v1', list)).toMatchObject({ code: status.NOT_FOUND });
    expect(await evaluate(client, image, 'a: [')).toMatchObject({
      code: status.INTERNAL,
      details: expect.stringContaining(`Failed to execute function "${image}": `) as string,
    });
  });

  it('answers though a function that failed said more than a status holds, and keeps the connection', async () => {
    const { runtime, release, began } = heldRuntime();
    const loud: FunctionRuntime = {
      getRunner: (reference, context) =>
        reference.image.includes('held')
          ? runtime.getRunner(reference, context)
          : Promise.resolve({
              run: () => Promise.resolve({ items: [], results: [], stderr: 'x'.repeat(1_000_000), exitCode: 3 }),
            }),
    };
    const { client } = await serve({ runtime: loud });
    const held = evaluate(client, 'example.com/held:v1', list);
    await began;
    expect(await evaluate(client, 'example.com/loud:v1', list)).toMatchObject({
      code: status.INTERNAL,
      details: expect.stringMatching(/exit status 3 \(x+ \[\d+ characters left out\] x+\)$/) as string,
    });
    expect(await evaluate(client, `example.com/${'f'.repeat(100_000)}:v1`, list)).toMatchObject({
      code: status.INTERNAL,
    });
    release();
    expect((await held).text).toContain('kind: ResourceList');
  });

  it('gives the objects of a function that logged more than a message holds, and what fits of the log', async () => {
    const logging: FunctionRuntime = {
      getRunner: () =>
        Promise.resolve({
          run: ({ items }) => Promise.resolve({ items, results: [], stderr: 'x'.repeat(10_000_000), exitCode: 0 }),
        }),
    };
    const { client } = await serve({ runtime: logging });
    const { text, log } = await evaluate(client, 'example.com/f:v1', list);
    expect(text).toContain('kind: ResourceList');
    expect(log).toMatch(/^x+ \[\d+ characters left out\] x+$/);
  });

  it('runs only so many calls of one function at once, whatever tags and registries they ask for', async () => {
    let running = 0;
    let most = 0;
    const counting: FunctionRuntime = {
      getRunner: () =>
        Promise.resolve({
          async run(input) {
            most = Math.max(most, ++running);
            for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
            running--;
            return { items: input.items, results: [], stderr: '', exitCode: 0 };
          },
        }),
    };
    const { client } = await serve({ runtime: counting, concurrencyPerFunction: 2 });
    const images = Array.from({ length: 12 }, (_, index) => `registry-${index % 3}.example/f:v${index}`);
    for (const { text } of await Promise.all(images.map((image) => evaluate(client, image, list)))) {
      expect(text).toContain('kind: ResourceList');
    }
    expect(most).toBe(2);
  });

  it('says when its address is taken', async () => {
    const { server } = await serve();
    // grpc-js says it too.
    const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    await expect(serve({ address: `127.0.0.1:${server.port}` })).rejects.toThrow('EADDRINUSE');
    log.mockRestore();
  });
});
