/** Kubernetes' machine-readable reasons (metav1.StatusReason) that this project answers with. */
export type StatusReason =
  | 'BadRequest'
  | 'Unauthorized'
  | 'Forbidden'
  | 'NotFound'
  | 'MethodNotAllowed'
  | 'NotAcceptable'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Gone'
  | 'Expired'
  | 'RequestEntityTooLarge'
  | 'UnsupportedMediaType'
  | 'Invalid'
  | 'RepositoryConflict'
  | 'TooManyRequests'
  | 'InternalError'
  | 'ServiceUnavailable'
  | 'Timeout'
  /** HTTP's own word: Kubernetes has none for a full disk. */
  | 'InsufficientStorage';

export const STATUS_CODES: Record<StatusReason, number> = {
  BadRequest: 400,
  Unauthorized: 401,
  Forbidden: 403,
  NotFound: 404,
  MethodNotAllowed: 405,
  NotAcceptable: 406,
  AlreadyExists: 409,
  Conflict: 409,
  Gone: 410,
  Expired: 410,
  RequestEntityTooLarge: 413,
  UnsupportedMediaType: 415,
  Invalid: 422,
  RepositoryConflict: 400,
  TooManyRequests: 429,
  InternalError: 500,
  ServiceUnavailable: 503,
  Timeout: 504,
  InsufficientStorage: 507,
};

export interface StatusCause {
  reason?: string;
  message: string;
  field?: string;
}

/** metav1.StatusDetails, plus what a failed render has to say. */
export interface StatusDetails {
  name?: string;
  group?: string;
  kind?: string;
  uid?: string;
  causes?: StatusCause[];
  retryAfterSeconds?: number;
  /** Of a failed render: what each function reported. */
  renderStatus?: unknown;
}

export interface PorchErrorOptions {
  details?: StatusDetails;
  cause?: unknown;
  /** Upstream wraps most engine errors; its clients compare the whole text, so the wire keeps that prefix. */
  wirePrefix?: string;
}

const BRAND = Symbol.for('@porch/api/PorchError');

/** The text upstream's registry puts before engine errors, which command-line goldens assert. */
export const INTERNAL_ERROR_PREFIX = 'Internal error occurred: ';

/**
 * The one error type that crosses library boundaries. It is recognised by brand ({@link isPorchError}), never by its
 * text, so that two copies of this package in one process still understand each other.
 */
export class PorchError extends Error {
  readonly [BRAND] = true;
  readonly reason: StatusReason;
  readonly code: number;
  readonly details: StatusDetails | undefined;
  readonly wirePrefix: string;

  constructor(reason: StatusReason, message: string, options: PorchErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PorchError';
    this.reason = reason;
    this.code = STATUS_CODES[reason];
    this.details = options.details;
    this.wirePrefix = options.wirePrefix ?? '';
  }
}

export function isPorchError(error: unknown): error is PorchError {
  return typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[BRAND] === true;
}
