import { type WatchSink } from '../watch/watch-session';

/** What an answer consists of: bytes, or a stream that goes on until either side ends it. */
export type ApiAnswer =
  | {
      readonly type: 'bytes';
      readonly status: number;
      readonly contentType: string;
      readonly body: Buffer;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'stream';
      readonly contentType: string;
      /** Written as they come; one that fails cuts the answer short, which the client notices. */
      readonly chunks: AsyncIterable<Buffer>;
    }
  | {
      readonly type: 'watch';
      /** Starts writing; the result is told of the sink's state and when the client is gone. */
      open(sink: WatchSink): OpenWatch;
    };

export interface OpenWatch {
  drained(): void;
  closed(): void;
}

const JSON_TYPE = 'application/json';

export function jsonAnswer(value: unknown, status = 200, contentType = JSON_TYPE): ApiAnswer {
  return { type: 'bytes', status, contentType, body: Buffer.from(`${JSON.stringify(value)}\n`) };
}

export function bytesAnswer(body: Buffer, status = 200): ApiAnswer {
  return { type: 'bytes', status, contentType: JSON_TYPE, body };
}

type Chunks = AsyncGenerator<Buffer, void, void> | Generator<Buffer, void, void>;

/** @throws whatever the first chunk fails with, while there still is a status to say it with */
export async function streamAnswer(chunks: Chunks): Promise<ApiAnswer> {
  const first = await chunks.next();
  return { type: 'stream', contentType: JSON_TYPE, chunks: startingWith(first, chunks) };
}

async function* startingWith(first: IteratorResult<Buffer, void>, rest: Chunks): AsyncGenerator<Buffer, void, void> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

export function textAnswer(text: string, status = 200): ApiAnswer {
  return { type: 'bytes', status, contentType: 'text/plain; charset=utf-8', body: Buffer.from(text) };
}
