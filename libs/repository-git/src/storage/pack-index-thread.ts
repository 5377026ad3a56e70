import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { LimitExceededError } from '../objects/git-errors';
import { type GitLimits } from './git-limits';
import { type PackIndexAnswer, packIndexOf, type PackIndexRequest } from './pack-index-messages';
import { indexPack } from './pack-indexer';
import { TaskLimit } from './task-limit';

/** Below this a pack is indexed in less time than a thread takes to start. */
const SMALL_PACK_BYTES = 256 * 1024;
const THREAD_MEMORY_MEBIBYTES = 512;

/** Indexes a received pack. @throws CorruptRepositoryError, LimitExceededError, the signal's reason */
export type PackIndexer = (packPath: string, limits: GitLimits, signal: AbortSignal) => Promise<Buffer>;

/** No thread could be had, whatever the pack is like. */
class ThreadUnavailableError extends Error {
  override readonly name = 'ThreadUnavailableError';
}

/**
 * An indexer that leaves large packs to threads of their own, a few at a time, so that whoever else is served does not
 * notice. Where threads cannot be had it works in slices here.
 *
 * @param workerFile the thread's script; looked for beside this module or the bundle it is in
 */
export function createPackIndexer(workerFile = findWorkerFile()): PackIndexer {
  if (workerFile === undefined) return indexPack;
  const threads = new TaskLimit(Math.max(availableParallelism(), 2));
  return async (packPath, limits, signal) => {
    const { size } = await stat(packPath);
    if (size < SMALL_PACK_BYTES) return indexPack(packPath, limits, signal);
    try {
      return await threads.run(() => indexInThread(workerFile, { packPath, limits }, signal), signal);
    } catch (error) {
      if (!(error instanceof ThreadUnavailableError)) throw error;
      return indexPack(packPath, limits, signal);
    }
  };
}

function findWorkerFile(): string | undefined {
  const file = join(__dirname, 'pack-index-worker.js');
  return existsSync(file) ? file : undefined;
}

async function indexInThread(workerFile: string, request: PackIndexRequest, signal: AbortSignal): Promise<Buffer> {
  signal.throwIfAborted();
  const worker = new Worker(workerFile, {
    workerData: request,
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY_MEBIBYTES },
    execArgv: [],
  });
  let onAbort: (() => void) | undefined;
  try {
    const answer = await new Promise<PackIndexAnswer>((resolve, reject) => {
      onAbort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', onAbort, { once: true });
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) => reject(threadFailure(error)));
      worker.once('exit', () => reject(new ThreadUnavailableError('the thread ended without an answer')));
    });
    return packIndexOf(answer);
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

function threadFailure(error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return new ThreadUnavailableError(error.message, { cause: error });
  const allowed = `${THREAD_MEMORY_MEBIBYTES} MiB`;
  return new LimitExceededError('maximumObjects', `a pack needs more memory to be indexed than the ${allowed} allowed`);
}
