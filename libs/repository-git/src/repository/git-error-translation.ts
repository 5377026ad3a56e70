import { fileSystemError, isPorchError, PorchError } from '@porch/api';
import { CorruptRepositoryError, LimitExceededError } from '../objects/git-errors';
import { PushRefusedError } from '../origin/git-origin';
import { RefConflictError } from '../refs/ref-update';
import { TransportError } from '../transport/git-transport';

/**
 * What the world above is told about a failure in git. A remote's 401 is not ours: whoever asked us is known, it is the
 * repository that cannot be used, so that is what the answer says.
 */
function translateGitError(error: unknown): unknown {
  if (isPorchError(error)) return error;
  if (error instanceof RefConflictError) {
    return new PorchError('Conflict', `the repository changed in the meantime: ${error.message}`, { cause: error });
  }
  if (error instanceof PushRefusedError) {
    return new PorchError('Forbidden', `the git server refused the change: ${error.message}`, { cause: error });
  }
  if (error instanceof LimitExceededError) {
    return new PorchError('RequestEntityTooLarge', error.message, { cause: error });
  }
  if (error instanceof TransportError) {
    const reason = error.failure === 'timeout' ? 'Timeout' : 'ServiceUnavailable';
    return new PorchError(reason, error.message, { cause: error });
  }
  if (error instanceof CorruptRepositoryError) {
    return new PorchError('InternalError', `the git repository is damaged: ${error.message}`, { cause: error });
  }
  return fileSystemError('what this server keeps of the git repository', error) ?? error;
}

/** Runs an operation so that its failures are translated. */
export async function translatingGitErrors<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    throw translateGitError(error);
  }
}
