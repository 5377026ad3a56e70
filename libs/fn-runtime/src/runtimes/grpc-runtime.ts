import { readFileSync } from 'node:fs';
import { type CallOptions, Client, connectivityState, credentials, type ServiceError } from '@grpc/grpc-js';
import { internalError } from '@porch/api';
import { type FunctionOutput, type FunctionRuntime, type OperationContext } from '@porch/repository';
import { outcomeOfFailure } from '../grpc/call-failure';
import { type EvaluateFunctionRequest, FUNCTION_EVALUATOR, MAX_MESSAGE_BYTES } from '../grpc/function-evaluator';
import { readResourceList, resourceListText } from './resource-list-text';

export interface GrpcRuntimeOptions {
  /**
   * `host:port`, or a name of gRPC's such as `dns:///runner:9445` or `ipv4:10.0.0.1:9445,10.0.0.2:9445`; calls are
   * balanced over the addresses behind a name.
   */
  readonly address: string;
  /** TLS with the given files; plain text without. A certificate and key of one's own make it mutual. */
  readonly tls?: { readonly caFile?: string; readonly certFile?: string; readonly keyFile?: string };
  /** Longest time a function may take, in milliseconds; 2 minutes unless given. */
  readonly deadlineMilliseconds?: number;
  readonly maxMessageBytes?: number;
}

export interface ClosableFunctionRuntime extends FunctionRuntime {
  close(): void;
}

/** Calls go round what a name stands for. Functions are pure, so that one whose runner died runs again on another. */
const SERVICE_CONFIG = {
  loadBalancingConfig: [{ round_robin: {} }],
  methodConfig: [
    {
      name: [{ service: 'evaluator.FunctionEvaluator' }],
      retryPolicy: {
        maxAttempts: 3,
        initialBackoff: '0.1s',
        maxBackoff: '1s',
        backoffMultiplier: 2,
        // A runner that is made to end cancels what it runs.
        retryableStatusCodes: ['UNAVAILABLE', 'CANCELLED'],
      },
    },
  ],
};

/** Runs functions on upstream's function runner, or on ours, over gRPC. It learns on the call whether the runner has one. */
export function createGrpcRuntime(options: GrpcRuntimeOptions): ClosableFunctionRuntime {
  const maxMessageBytes = options.maxMessageBytes ?? MAX_MESSAGE_BYTES;
  const client = new Client(targetOf(options.address), channelCredentials(options), {
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    'grpc.per_rpc_retry_buffer_size': maxMessageBytes,
    // Servers written in Go close connections that are probed more than twice in five minutes without an answer to give.
    'grpc.keepalive_time_ms': 60_000,
    'grpc.keepalive_timeout_ms': 10_000,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1000,
    'grpc.service_config': JSON.stringify(SERVICE_CONFIG),
  });
  const evaluate = async (request: EvaluateFunctionRequest, context: OperationContext): Promise<FunctionOutput> => {
    try {
      await givenTimeToConnect(client);
      return outputOf(await call(client, request, context, options.deadlineMilliseconds ?? 120_000));
    } catch (error) {
      context.signal.throwIfAborted();
      return outcomeOfFailure(error, request.image, options.address);
    }
  };
  return {
    getRunner: ({ image }) =>
      Promise.resolve({
        run: (input, context) => evaluate({ image, resourceList: Buffer.from(resourceListText(input)) }, context),
      }),
    close: () => client.close(),
  };
}

/** Longest wait for a connection that broke; longer than it takes until it is tried again. */
const RECONNECT_MILLISECONDS = 1500;

/** A runner that was away may be back already, though the connection to it is not; the call tells if it is not. */
function givenTimeToConnect(client: Client): Promise<void> {
  const state = client.getChannel().getConnectivityState(true);
  if (state !== connectivityState.TRANSIENT_FAILURE) return Promise.resolve();
  return new Promise((resolve) => client.waitForReady(Date.now() + RECONNECT_MILLISECONDS, () => resolve()));
}

/** @throws PorchError InternalError for an answer that is no message of this service, or holds no ResourceList */
function outputOf(answer: Buffer): FunctionOutput {
  try {
    const { resourceList, log } = FUNCTION_EVALUATOR.evaluateFunction.responseDeserialize(answer);
    const { items, results } = readResourceList(resourceList.toString('utf8'));
    return { items, results, stderr: log.toString('utf8'), exitCode: 0 };
  } catch (error) {
    throw internalError(`the function runner answered with no ResourceList: ${(error as Error).message}`, error);
  }
}

function call(
  client: Client,
  request: EvaluateFunctionRequest,
  context: OperationContext,
  deadlineMilliseconds: number,
): Promise<Buffer> {
  context.signal.throwIfAborted();
  const { path, requestSerialize } = FUNCTION_EVALUATOR.evaluateFunction;
  const callOptions: CallOptions = { deadline: Date.now() + deadlineMilliseconds };
  return new Promise((resolve, reject) => {
    const onAbort = () => ongoing.cancel();
    const ongoing = client.makeUnaryRequest(
      path,
      requestSerialize,
      // gRPC would take bytes that cannot be read for a failure of the function.
      (bytes) => bytes,
      request,
      callOptions,
      (error: ServiceError | null, response?: Buffer) => {
        context.signal.removeEventListener('abort', onAbort);
        if (error) reject(error);
        else resolve(response ?? Buffer.alloc(0));
      },
    );
    context.signal.addEventListener('abort', onAbort, { once: true });
  });
}

function targetOf(address: string): string {
  return /^([a-z]+:\/\/|unix:|ipv4:|ipv6:)/.test(address) ? address : `dns:///${address}`;
}

function channelCredentials({ tls }: GrpcRuntimeOptions) {
  if (!tls) return credentials.createInsecure();
  const read = (file: string | undefined) => (file === undefined ? null : readFileSync(file));
  return credentials.createSsl(read(tls.caFile), read(tls.keyFile), read(tls.certFile));
}
