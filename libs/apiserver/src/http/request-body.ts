import { type IncomingMessage } from 'node:http';
import { type Http2ServerRequest } from 'node:http2';
import { badRequest } from '@porch/api';
import { type Clock } from '@porch/repository';
import { bodyTooLarge, unsupportedMediaType } from './request-errors';

export interface BodyLimits {
  readonly maxBodyBytes: number;
  /** Within this time the whole body has to arrive. */
  readonly bodyTimeoutMilliseconds: number;
}

/**
 * The bytes of a request's body. Compressed bodies are refused: no client sends them, and a small one may be huge.
 * @throws PorchError RequestEntityTooLarge, UnsupportedMediaType, BadRequest (too slow, or the client went away)
 */
export function readRequestBody(
  request: IncomingMessage | Http2ServerRequest,
  limits: BodyLimits,
  clock: Clock,
): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    return Promise.reject(unsupportedMediaType(['application/json without Content-Encoding']));
  }
  if (Number(request.headers['content-length'] ?? 0) > limits.maxBodyBytes) {
    return Promise.reject(bodyTooLarge(limits.maxBodyBytes));
  }
  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const deadline = new AbortController();
    const settle = (finish: () => void) => {
      deadline.abort();
      request.removeListener('data', onData);
      request.removeListener('end', onEnd);
      request.removeListener('close', onClose);
      finish();
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.maxBodyBytes) settle(() => reject(bodyTooLarge(limits.maxBodyBytes)));
      else chunks.push(chunk);
    };
    const onEnd = () => settle(() => resolve(Buffer.concat(chunks)));
    const onClose = () => settle(() => reject(badRequest('the request ended before its body was complete')));
    clock.schedule(
      limits.bodyTimeoutMilliseconds,
      () => settle(() => reject(badRequest('the body of the request did not arrive in time'))),
      deadline.signal,
    );
    request.on('data', onData);
    request.on('end', onEnd);
    request.on('close', onClose);
    request.on('error', onClose);
  });
}
