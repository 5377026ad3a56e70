import { type ServiceDefinition } from '@grpc/grpc-js';
import { bytesField, decodeFields, encodeFields } from './wire-format';

/** Largest message either way, as upstream's function runner has it. */
export const MAX_MESSAGE_BYTES = 6 * 1024 * 1024;

export interface EvaluateFunctionRequest {
  /** A ResourceList as YAML. */
  readonly resourceList: Buffer;
  readonly image: string;
}

export interface EvaluateFunctionResponse {
  readonly resourceList: Buffer;
  /** What the function wrote to standard error. */
  readonly log: Buffer;
}

const encodeRequest = ({ resourceList, image }: EvaluateFunctionRequest) =>
  encodeFields([
    [1, resourceList],
    [2, Buffer.from(image)],
  ]);

const decodeRequest = (message: Buffer): EvaluateFunctionRequest => {
  const fields = decodeFields(message);
  return { resourceList: bytesField(fields, 1), image: bytesField(fields, 2).toString('utf8') };
};

const encodeResponse = ({ resourceList, log }: EvaluateFunctionResponse) =>
  encodeFields([
    [1, resourceList],
    [2, log],
  ]);

const decodeResponse = (message: Buffer): EvaluateFunctionResponse => {
  const fields = decodeFields(message);
  return { resourceList: bytesField(fields, 1), log: bytesField(fields, 2) };
};

/** `evaluator.FunctionEvaluator`, wire-compatible with upstream Porch's function runner. */
export const FUNCTION_EVALUATOR = {
  evaluateFunction: {
    path: '/evaluator.FunctionEvaluator/EvaluateFunction',
    requestStream: false,
    responseStream: false,
    requestSerialize: encodeRequest,
    requestDeserialize: decodeRequest,
    responseSerialize: encodeResponse,
    responseDeserialize: decodeResponse,
  },
} as const satisfies ServiceDefinition;
