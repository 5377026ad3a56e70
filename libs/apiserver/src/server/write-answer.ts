import { type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import { type ApiAnswer, type OpenWatch } from '../http/api-answer';
import { parseAccept } from '../http/media-type';

const gzipAsync = promisify(gzip);
/** As in Kubernetes, smaller answers are not worth compressing. */
const GZIP_THRESHOLD = 128 * 1024;
const GZIPPED = { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' };
const MAX_WARNING_LENGTH = 1024;

export interface Writing {
  /** Called when a watch is over. */
  readonly onWatchEnd: () => void;
  /** Ends the writing of a stream. */
  readonly cut: AbortSignal;
}

/** Sends an answer. A watch goes on after this returns. @throws AbortError when a stream was cut */
export async function writeAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: ApiAnswer,
  headers: Readonly<Record<string, string | string[]>>,
  writing: Writing,
): Promise<void> {
  if (answer.type === 'watch') {
    streamWatch(response, answer, headers, writing.onWatchEnd);
    return;
  }
  if (answer.type === 'stream') {
    const compress = acceptsGzip(request);
    response.writeHead(200, { ...headers, 'Content-Type': answer.contentType, ...(compress ? GZIPPED : {}) });
    const chunks = Readable.from(answer.chunks);
    const ends = { signal: writing.cut };
    if (compress) await pipeline(chunks, createGzip({ level: 1 }), response, ends);
    else await pipeline(chunks, response, ends);
    return;
  }
  const compress = answer.body.length > GZIP_THRESHOLD && acceptsGzip(request);
  const body = compress ? await gzipAsync(answer.body, { level: 1 }) : answer.body;
  if (response.destroyed || response.headersSent) return;
  response.writeHead(answer.status, {
    ...headers,
    ...answer.headers,
    'Content-Type': answer.contentType,
    'Content-Length': body.length,
    ...(compress ? GZIPPED : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function streamWatch(
  response: ServerResponse,
  answer: ApiAnswer & { type: 'watch' },
  headers: Readonly<Record<string, string | string[]>>,
  onWatchEnd: () => void,
): void {
  response.writeHead(200, { ...headers, 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' });
  response.flushHeaders();
  let open: OpenWatch | undefined = undefined;
  // The response's close comes when the client goes; the request's would come as soon as it was read.
  response.on('close', () => {
    open?.closed();
    onWatchEnd();
  });
  response.on('drain', () => open?.drained());
  response.on('error', () => response.destroy());
  open = answer.open({
    write: (bytes) => !response.destroyed && response.write(bytes),
    end: () => response.end(),
    abort: () => response.destroy(),
  });
  if (response.destroyed) open.closed();
}

function acceptsGzip(request: IncomingMessage): boolean {
  const header = request.headers['accept-encoding'];
  return header !== undefined && parseAccept(String(header)).some(({ type }) => type === 'gzip');
}

/** Warning headers (RFC 7234) of texts that may hold anything. */
export function warningHeaders(texts: readonly string[]): { Warning?: string[] } {
  if (texts.length === 0) return {};
  return {
    Warning: texts.map((text) => {
      const plain = text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, MAX_WARNING_LENGTH);
      return `299 - "${plain.replaceAll(/["\\]/g, '\\$&')}"`;
    }),
  };
}
