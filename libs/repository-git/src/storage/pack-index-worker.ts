import { parentPort, workerData } from 'node:worker_threads';
import { type PackIndexAnswer, packIndexFailure, type PackIndexRequest } from './pack-index-messages';
import { indexPack } from './pack-indexer';

/** The script of a thread that indexes one pack and ends. Whoever does not want the index any more ends it earlier. */
async function answer({ packPath, limits }: PackIndexRequest): Promise<PackIndexAnswer> {
  try {
    const index = await indexPack(packPath, limits, new AbortController().signal);
    return { index: new Uint8Array(index) };
  } catch (error) {
    return packIndexFailure(error);
  }
}

void answer(workerData as PackIndexRequest).then((message) =>
  parentPort?.postMessage(message, 'index' in message ? [message.index.buffer as ArrayBuffer] : []),
);
