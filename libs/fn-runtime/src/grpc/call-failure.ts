import { type ServiceError, status } from '@grpc/grpc-js';
import { isPorchError, PorchError, timeout, unavailable } from '@porch/api';
import { type FunctionOutput } from '@porch/repository';
import { functionNotFound } from '../runtimes/function-not-found';
import { readEvaluationFailure } from './evaluation-failure';

/**
 * What a failed call means: a function's own failure is an outcome of the step; that the runner cannot be used is an error.
 * @throws PorchError (NotFound, ServiceUnavailable, Timeout, RequestEntityTooLarge), or the error itself if it is none of gRPC's
 */
export function outcomeOfFailure(error: unknown, image: string, address: string): FunctionOutput {
  if (isPorchError(error)) throw error;
  const { code, details = '' } = error as Partial<ServiceError>;
  const text = (why: string) => `func eval "${image}" failed: ${why}`;
  switch (code) {
    case undefined:
      throw error;
    case status.NOT_FOUND:
      throw functionNotFound(image, details);
    case status.UNAVAILABLE:
    // The caller's own abort was seen to before; this is a runner that ended in the middle.
    case status.CANCELLED:
      throw unavailable(text(`function runner ${address} cannot be reached: ${details}`), error);
    case status.DEADLINE_EXCEEDED:
      throw timeout(text(`it took too long on function runner ${address}`), error);
    case status.RESOURCE_EXHAUSTED:
      if (isAboutSize(details)) {
        throw new PorchError('RequestEntityTooLarge', text(`the package is too large for it: ${details}`));
      }
      throw unavailable(text(`function runner ${address} refused it: ${details}`), error);
    case status.UNIMPLEMENTED:
    case status.UNAUTHENTICATED:
    case status.PERMISSION_DENIED:
      throw unavailable(text(`function runner ${address} does not serve it: ${details}`), error);
    default: {
      const { results, stderr } = readEvaluationFailure(details);
      return { items: [], results, stderr: results.length === 0 ? text(details) : stderr, exitCode: 1 };
    }
  }
}

/** Both gRPC for JavaScript and for Go speak of a message `larger than` its limit. */
function isAboutSize(details: string): boolean {
  return /larger than/.test(details);
}
