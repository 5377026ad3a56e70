import {
  type sendUnaryData,
  Server,
  type ServerCredentials,
  type ServerUnaryCall,
  status,
  type StatusObject,
} from '@grpc/grpc-js';
import { parseFunctionImage } from '@porch/functions';
import { type FunctionRunner, type FunctionRuntime } from '@porch/repository';
import { isFunctionNotFound } from '../runtimes/function-not-found';
import { readResourceList, resourceListText } from '../runtimes/resource-list-text';
import { isTextFunctionRunner, type TextFunctionOutput } from '../runtimes/text-function-runner';
import { evaluationFailureText } from './evaluation-failure';
import {
  type EvaluateFunctionRequest,
  type EvaluateFunctionResponse,
  FUNCTION_EVALUATOR,
  MAX_MESSAGE_BYTES,
} from './function-evaluator';
import { HealthReporter } from './health-reporter';
import { HEALTH } from './health-service';
import { fittingStatusText, MAX_STATUS_BYTES } from './status-text';
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
  const health = new HealthReporter();
  server.addService(FUNCTION_EVALUATOR, {
    evaluateFunction: (
      call: ServerUnaryCall<EvaluateFunctionRequest, EvaluateFunctionResponse>,
      callback: sendUnaryData<EvaluateFunctionResponse>,
    ) => {
      const stop = new AbortController();
      call.on('cancelled', () => stop.abort(new Error('the caller cancelled')));
      const work = () => evaluate(call.request, options.runtime, maxMessageBytes, stop.signal);
      // By name alone, since all tags and registries may lead to the same binary.
      queue.run(parseFunctionImage(call.request.image).name, stop.signal, work).then(
        (response) => callback(null, response),
        (error: unknown) => {
          const { code, details } = statusOf(error, call.request.image);
          callback({ code, details: fittingStatusText(details, MAX_STATUS_BYTES) });
        },
      );
    },
  });
  server.addService(HEALTH, health.implementation);
  const port = await bind(server, options);
  return {
    port,
    drain: async (graceMilliseconds) => {
      health.drain();
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

/** More than a message's tags and lengths take. */
const FRAMING_BYTES = 64;

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
  maxMessageBytes: number,
  signal: AbortSignal,
): Promise<EvaluateFunctionResponse> {
  const runner = await runtime.getRunner({ image }, { signal });
  if (!runner) throw new CallFailure(status.NOT_FOUND, `function "${image}" is not available on this runner`);
  const output = await outputOf(runner, resourceList.toString('utf8'), signal);
  if (output.exitCode !== 0) throw new CallFailure(status.INTERNAL, evaluationFailureText(image, output));
  const answer = { resourceList: Buffer.from(output.resourceList), log: Buffer.from(output.stderr) };
  if (answer.resourceList.length + answer.log.length + FRAMING_BYTES <= maxMessageBytes) return answer;
  // A package must not fail for what was said about it.
  return { ...answer, log: Buffer.from(fittingStatusText(output.stderr, MAX_STATUS_BYTES)) };
}

async function outputOf(
  runner: FunctionRunner,
  resourceList: string,
  signal: AbortSignal,
): Promise<TextFunctionOutput> {
  if (isTextFunctionRunner(runner)) return runner.runText(resourceList, { signal });
  const { items, functionConfig } = readResourceList(resourceList);
  const output = await runner.run({ items, functionConfig }, { signal });
  return { ...output, resourceList: resourceListText({ items: output.items, functionConfig }, output.results) };
}

function statusOf(error: unknown, image: string): Pick<StatusObject, 'code' | 'details'> {
  if (error instanceof CallFailure) return { code: error.code, details: error.message };
  if (error instanceof QueueFullError) return { code: status.RESOURCE_EXHAUSTED, details: error.message };
  const reason = error instanceof Error ? error.message : String(error);
  if (isFunctionNotFound(error)) return { code: status.NOT_FOUND, details: reason };
  return { code: status.INTERNAL, details: `Failed to execute function "${image}": ${reason}` };
}
