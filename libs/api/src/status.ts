import { INTERNAL_ERROR_PREFIX, isPorchError, type StatusDetails, type StatusReason } from './porch-error';

/** metav1.Status of a failure. */
export interface FailureStatus {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, never>;
  status: 'Failure';
  message: string;
  reason: StatusReason;
  details?: StatusDetails;
  code: number;
}

/**
 * What the wire says about an error. A {@link PorchError} says what it is; anything else is a defect of ours or of a
 * library and becomes an InternalError that names no internals, since its text may hold paths, queries or credentials.
 */
export function toStatus(error: unknown): FailureStatus {
  if (!isPorchError(error)) {
    return failure('InternalError', 500, `${INTERNAL_ERROR_PREFIX}unexpected failure; see the server's log`, undefined);
  }
  return failure(error.reason, error.code, `${error.wirePrefix}${error.message}`, error.details);
}

function failure(
  reason: StatusReason,
  code: number,
  message: string,
  details: StatusDetails | undefined,
): FailureStatus {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(details ? { details } : {}),
    code,
  };
}
