import { PorchError, type StatusDetails, type StatusReason } from '@porch/api';

const REASONS: Readonly<Record<number, StatusReason>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'Conflict',
  410: 'Gone',
  413: 'RequestEntityTooLarge',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
  429: 'TooManyRequests',
  503: 'ServiceUnavailable',
  504: 'Timeout',
  507: 'InsufficientStorage',
};
/** Reasons that mean more than their code says. */
const NAMED: readonly StatusReason[] = [
  'AlreadyExists',
  'Conflict',
  'Expired',
  'Gone',
  'RepositoryConflict',
  'Invalid',
];

interface WireStatus {
  kind?: string;
  message?: string;
  reason?: string;
  code?: number;
  details?: StatusDetails;
}

/** Whether a parsed body is a metav1.Status. */
export function isStatus(body: unknown): body is WireStatus {
  return typeof body === 'object' && body !== null && (body as WireStatus).kind === 'Status';
}

/**
 * The error that an unsuccessful answer means. A metav1.Status keeps its message word for word; anything else (a proxy's
 * page, an empty body) gets a message of ours that names the request.
 */
export function statusError(code: number, body: string, request: string): PorchError {
  const status = parsed(body);
  if (isStatus(status)) return errorOfStatus(status, code, request);
  const text = body.trim();
  const excerpt = text.length > 300 ? `${text.slice(0, 300)}…` : text;
  const reason = REASONS[code] ?? 'InternalError';
  const said = excerpt === '' ? '' : `: ${excerpt}`;
  return new PorchError(reason, `the server answered ${request} with ${code}${said}`);
}

/** The error that a metav1.Status means, which a watch also sends as the object of an ERROR event. */
export function errorOfStatus(status: WireStatus, code: number, request: string): PorchError {
  const named = NAMED.find((reason) => reason === status.reason);
  const reason = named ?? REASONS[status.code ?? code] ?? 'InternalError';
  const message = status.message || `the server answered ${request} with ${status.reason || (status.code ?? code)}`;
  return new PorchError(reason, message, status.details ? { details: status.details } : {});
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
