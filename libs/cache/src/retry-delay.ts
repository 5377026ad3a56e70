import { isPorchError, type PorchError } from '@porch/api';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A server's own disk or database is asked again sooner than a remote, which others ask as well. */
export const OWN_STORAGE_DELAY_MILLISECONDS = 5 * SECOND;

const OWN_DISK_CODES = new Set(['EACCES', 'EPERM', 'EROFS', 'EIO']);
const NETWORK_CODES = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
]);
const TLS_CODE = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERR_TLS|ERR_SSL|EPROTO)/;

/** How long to wait before a repository that failed is tried again, by why it failed (E-5.5). */
export function retryDelay(error: unknown): number {
  const chain = causes(error);
  const failure = chain.find(isPorchError);
  const codes = chain.map(({ code }) => (typeof code === 'string' ? code : ''));
  if (isOwnStorage(failure) || codes.some((code) => OWN_DISK_CODES.has(code))) return OWN_STORAGE_DELAY_MILLISECONDS;
  if (codes.some((code) => NETWORK_CODES.has(code))) return 30 * SECOND;
  if (codes.some((code) => TLS_CODE.test(code))) return 5 * MINUTE;
  if (codes.includes('ETIMEDOUT')) return MINUTE;
  const text = chain.map((cause) => cause.message).join(' ');
  if (/\b(401|403)\b|authentica|credential|permission denied/i.test(text)) return 10 * MINUTE;
  switch (failure?.reason) {
    case 'Unauthorized':
    case 'Forbidden':
      return 10 * MINUTE;
    case 'TooManyRequests':
      return 5 * MINUTE;
    case 'NotFound':
    case 'Invalid':
    case 'BadRequest':
      return 2 * MINUTE;
    case 'Timeout':
      return MINUTE;
    default:
      return 30 * SECOND;
  }
}

/** A full disk, or a database that says itself that it will be back. */
function isOwnStorage(failure: PorchError | undefined): boolean {
  if (failure?.reason === 'InsufficientStorage') return true;
  return failure?.reason === 'ServiceUnavailable' && failure.details?.retryAfterSeconds !== undefined;
}

function causes(error: unknown): (Error & { code?: unknown })[] {
  const chain: Error[] = [];
  for (let cause = error; cause instanceof Error && chain.length < 10; cause = cause.cause) chain.push(cause);
  return chain;
}
