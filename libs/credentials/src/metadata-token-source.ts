import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { PorchError, SecretText } from '@porch/api';
import { type Clock, systemClock } from '@porch/repository';
import { type WorkloadIdentityToken, type WorkloadIdentityTokenSource } from './workload-identity-token-source';

const TIMEOUT_MILLISECONDS = 10_000;
const LONGEST_ANSWER_BYTES = 64 * 1024;

/**
 * Gets tokens from a metadata service as Google's clouds have it: `GET` with the header `Metadata-Flavor: Google`,
 * answered by `{"access_token": …, "expires_in": seconds}`. The address is the administrator's, and the only link-local
 * one the server ever talks to; redirects are not followed, and no proxy is used.
 * @throws PorchError ServiceUnavailable from the source; what the service says is not in its text, since it may be a token
 */
export function createMetadataTokenSource(
  url: URL,
  clock: Pick<Clock, 'now'> = systemClock,
): WorkloadIdentityTokenSource {
  return async ({ signal }) => {
    const asked = clock.now().getTime();
    try {
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MILLISECONDS)]);
      return tokenOf(await ask(url, bounded), asked);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      const why = error instanceof Error ? error.message : String(error);
      throw new PorchError(
        'ServiceUnavailable',
        `no workload identity token from ${url.origin}${url.pathname}: ${why}`,
      );
    }
  };
}

async function ask(url: URL, signal: AbortSignal): Promise<string> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, { headers: { 'metadata-flavor': 'Google' }, signal, agent: false });
    request.once('response', resolve);
    request.once('error', reject);
    request.end();
  });
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`it answered with HTTP status code ${response.statusCode}`);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST_ANSWER_BYTES) throw new Error('its answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tokenOf(answer: string, asked: number): WorkloadIdentityToken {
  const { access_token: token, expires_in: seconds } = parsed(answer);
  if (typeof token !== 'string' || token === '' || typeof seconds !== 'number' || !(seconds > 0)) {
    throw new Error('its answer is no token with an end');
  }
  return { token: new SecretText(token), expiresAt: new Date(asked + seconds * 1000) };
}

function parsed(answer: string): { access_token?: unknown; expires_in?: unknown } {
  try {
    const value: unknown = JSON.parse(answer);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Not told: a parser's message quotes what it could not read.
  }
  throw new Error('its answer is no JSON object');
}
