import { type Readable } from 'node:stream';
import { LimitExceededError } from '../objects/git-errors';
import { TransportError } from './git-transport';
import { type PktLine, PktLineDecoder } from './pkt-line';

/** Bytes as they arrive; a connection that breaks is an error that says whose it was. */
export async function* bodyChunks(body: Readable, name: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of body) yield chunk as Buffer;
  } catch (error) {
    if (signal.aborted && signal.reason instanceof Error) throw signal.reason;
    if (error instanceof TransportError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new TransportError('unreachable', `the connection to ${name} broke: ${why}`, { cause: error });
  } finally {
    body.destroy();
  }
}

/** What one line about a ref may take, generously: an id, a name of up to 1,000 bytes, and what is said of it. */
export const BYTES_PER_REF = 1200;

/** All lines of an answer of bounded size. @throws LimitExceededError, TransportError */
export async function readPktLines(
  chunks: AsyncIterable<Buffer>,
  name: string,
  maximumBytes: number,
): Promise<PktLine[]> {
  const decoder = new PktLineDecoder();
  const lines: PktLine[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > maximumBytes) throw new LimitExceededError('maximumRefs', `${name} sends more refs than is allowed`);
    for (const line of decoder.push(chunk)) lines.push(line);
  }
  if (!decoder.isComplete) throw new TransportError('protocol', `the answer of ${name} ends in the middle`);
  return lines;
}
