import { readFileSync } from 'node:fs';
import { type CallOptions, Client, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { timeout, unavailable } from '@porch/api';
import { type FunctionOutput, type FunctionRuntime, type OperationContext } from '@porch/repository';
import {
  type EvaluateFunctionRequest,
  type EvaluateFunctionResponse,
  FUNCTION_EVALUATOR,
  MAX_MESSAGE_BYTES,
} from '../grpc/function-evaluator';
import { FunctionNotFoundError } from './function-not-found-error';
import { readResourceList, resourceListText } from './resource-list-text';

export interface GrpcRuntimeOptions {
  /** `host:port`, or a name of gRPC such as `dns:///runner:9445`; several addresses behind a name are balanced. */
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

/** Runs functions on upstream's function runner, or on ours, over gRPC. It learns on the call whether the runner has one. */
export function createGrpcRuntime(options: GrpcRuntimeOptions): ClosableFunctionRuntime {
  const maxMessageBytes = options.maxMessageBytes ?? MAX_MESSAGE_BYTES;
  const client = new Client(targetOf(options.address), channelCredentials(options), {
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
    'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  });
  const evaluate = async (request: EvaluateFunctionRequest, context: OperationContext): Promise<FunctionOutput> => {
    try {
      const response = await call(client, request, context, options.deadlineMilliseconds ?? 120_000);
      const { items, results } = readResourceList(response.resourceList.toString('utf8'));
      return { items, results, stderr: response.log.toString('utf8'), exitCode: 0 };
    } catch (error) {
      context.signal.throwIfAborted();
      return failedOutput(error, request.image, options.address);
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

function call(
  client: Client,
  request: EvaluateFunctionRequest,
  context: OperationContext,
  deadlineMilliseconds: number,
): Promise<EvaluateFunctionResponse> {
  context.signal.throwIfAborted();
  const { path, requestSerialize, responseDeserialize } = FUNCTION_EVALUATOR.evaluateFunction;
  const callOptions: CallOptions = { deadline: Date.now() + deadlineMilliseconds };
  return new Promise((resolve, reject) => {
    const onAbort = () => ongoing.cancel();
    const ongoing = client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      callOptions,
      (error: ServiceError | null, response?: EvaluateFunctionResponse) => {
        context.signal.removeEventListener('abort', onAbort);
        if (error) reject(error);
        else resolve(response ?? { resourceList: Buffer.alloc(0), log: Buffer.alloc(0) });
      },
    );
    context.signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** A function's own failure is an outcome of the step; that the runner cannot be used is an error. */
function failedOutput(error: unknown, image: string, address: string): FunctionOutput {
  const { code, details } = error as Partial<ServiceError>;
  switch (code) {
    case status.NOT_FOUND:
      throw new FunctionNotFoundError(image, details);
    case status.UNAVAILABLE:
      throw unavailable(`function runner ${address} cannot be reached: ${details}`, error);
    case status.DEADLINE_EXCEEDED:
      throw timeout(`function "${image}" took too long on function runner ${address}`, error);
    case status.RESOURCE_EXHAUSTED:
      throw unavailable(`function runner ${address} refused function "${image}": ${details}`, error);
    case undefined:
      throw error;
    default:
      return { items: [], results: [], stderr: `func eval "${image}" failed: ${details}`, exitCode: 1 };
  }
}

function targetOf(address: string): string {
  return /^[a-z]+:\/\//.test(address) || address.startsWith('unix:') ? address : `dns:///${address}`;
}

function channelCredentials({ tls }: GrpcRuntimeOptions) {
  if (!tls) return credentials.createInsecure();
  const read = (file: string | undefined) => (file === undefined ? null : readFileSync(file));
  return credentials.createSsl(read(tls.caFile), read(tls.keyFile), read(tls.certFile));
}
