import { CorruptRepositoryError, LimitExceededError } from '../objects/git-errors';
import { type GitLimits } from './git-limits';

/** What a thread that indexes a pack is told when it starts. */
export interface PackIndexRequest {
  readonly packPath: string;
  readonly limits: GitLimits;
}

/** What it answers, once. */
export type PackIndexAnswer =
  | { readonly index: Uint8Array }
  | { readonly failure: 'corrupt' | 'limit' | 'other'; readonly message: string; readonly limit?: string };

/** Errors lose their class on their way between threads. */
export function packIndexFailure(error: unknown): PackIndexAnswer {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof LimitExceededError) return { failure: 'limit', message: error.what, limit: error.limit };
  return { failure: error instanceof CorruptRepositoryError ? 'corrupt' : 'other', message };
}

/** @throws CorruptRepositoryError, LimitExceededError, Error as the thread met them */
export function packIndexOf(answer: PackIndexAnswer): Buffer {
  if ('index' in answer) {
    const { buffer, byteOffset, byteLength } = answer.index;
    return Buffer.from(buffer, byteOffset, byteLength);
  }
  const { failure, message, limit = '' } = answer;
  if (failure === 'limit') throw new LimitExceededError(limit, message);
  throw failure === 'corrupt' ? new CorruptRepositoryError(message) : new Error(message);
}
