import {
  type sendUnaryData,
  Server,
  type ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
  type StatusObject,
} from '@grpc/grpc-js';
import { type FunctionOutput, type FunctionRuntime } from '@porch/repository';
import { printYaml, fromJs } from '@porch/krm';
import { readResourceList, resourceListText } from '../runtimes/resource-list-text';
import {
  type EvaluateFunctionRequest,
  type EvaluateFunctionResponse,
  FUNCTION_EVALUATOR,
  MAX_MESSAGE_BYTES,
} from './function-evaluator';
import { HEALTH, type HealthCheckResponse, NOT_SERVING, SERVING } from './health-service';
import { QueueFullError, WorkQueue } from './work-queue';

export interface FunctionRunnerServerOptions {
  readonly runtime: FunctionRuntime;
  /** `host:port`; port 0 takes any that is free. */
  readonly address: string;
  readonly credentials: ServerCredentials;
  readonly maxMessageBytes?: number;
  /** Most calls of one function at once; 4 unless given. */
  readonly concurrencyPerFunction?: number;
  /** Most calls that wait for their turn; 256 unless given. */
  readonly maxWaiting?: number;
}

export interface FunctionRunnerServer {
  readonly port: number;
  /** Takes no new calls, lets those under way finish for so long, then ends. */
  drain(graceMilliseconds: number): Promise<void>;
}

/** Serves `evaluator.FunctionEvaluator` and gRPC's health service over a function runtime. */
export async function startFunctionRunnerServer(options: FunctionRunnerServerOptions): Promise<FunctionRunnerServer> {
  const maxMessageBytes = options.maxMessageBytes ?? MAX_MESSAGE_BYTES;
  const server = new Server({
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
  });
  const queue = new WorkQueue({
    concurrencyPerKey: options.concurrencyPerFunction ?? 4,
    maxWaiting: options.maxWaiting ?? 256,
  });
  let health = SERVING;
  server.addService(FUNCTION_EVALUATOR, {
    evaluateFunction: (
      call: ServerUnaryCall<EvaluateFunctionRequest, EvaluateFunctionResponse>,
      callback: sendUnaryData<EvaluateFunctionResponse>,
    ) => {
      const stop = new AbortController();
      call.on('cancelled', () => stop.abort(new Error('the caller cancelled')));
      const work = () => evaluate(call.request, options.runtime, stop.signal);
      queue.run(call.request.image, stop.signal, work).then(
        (response) => callback(null, response),
        (error: unknown) => callback(statusOf(error)),
      );
    },
  });
  server.addService(HEALTH, {
    check: (_call: unknown, callback: sendUnaryData<HealthCheckResponse>) => callback(null, { status: health }),
    watch: (call: ServerWritableStream<unknown, HealthCheckResponse>) => void call.write({ status: health }),
  });
  const port = await bind(server, options);
  return {
    port,
    drain: async (graceMilliseconds) => {
      health = NOT_SERVING;
      await shutDown(server, graceMilliseconds);
    },
  };
}

function bind(server: Server, { address, credentials }: FunctionRunnerServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => (error ? reject(error) : resolve(port)));
  });
}

function shutDown(server: Server, graceMilliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, graceMilliseconds);
    server.tryShutdown(() => {
      clearTimeout(force);
      resolve();
    });
  });
}

/** A failure with the gRPC code its caller goes by. */
class CallFailure extends Error {
  readonly code: status;

  constructor(code: status, message: string) {
    super(message);
    this.code = code;
  }
}

async function evaluate(
  { image, resourceList }: EvaluateFunctionRequest,
  runtime: FunctionRuntime,
  signal: AbortSignal,
): Promise<EvaluateFunctionResponse> {
  const runner = await runtime.getRunner({ image }, { signal });
  if (!runner) throw new CallFailure(status.NOT_FOUND, `function "${image}" is not available on this runner`);
  const { items, functionConfig } = readResourceList(resourceList.toString('utf8'));
  const output = await runner.run({ items, functionConfig }, { signal });
  if (output.exitCode !== 0) throw new CallFailure(status.INTERNAL, failureText(image, output));
  const text = resourceListText({ items: output.items, functionConfig }, output.results);
  return { resourceList: Buffer.from(text), log: Buffer.from(output.stderr) };
}

/** Upstream's text for a function that failed. */
function failureText(image: string, { results, stderr, exitCode }: FunctionOutput): string {
  if (results.length === 0) return `Failed to execute function "${image}": exit status ${exitCode} (${stderr})`;
  const structured = printYaml(fromJs(results)).trim();
  return `failed to evaluate function "${image}" with structured results: ${structured} and stderr: ${stderr}`;
}

function statusOf(error: unknown): Partial<StatusObject> {
  if (error instanceof CallFailure) return { code: error.code, details: error.message };
  if (error instanceof QueueFullError) return { code: status.RESOURCE_EXHAUSTED, details: error.message };
  return { code: status.INTERNAL, details: error instanceof Error ? error.message : String(error) };
}
