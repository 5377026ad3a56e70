import { isPorchError, timeout, unavailable } from '@porch/api';

const SAYING: Readonly<Record<string, (server: string) => string>> = {
  ECONNREFUSED: (server) =>
    `the connection to the server ${server} was refused: is it running, and is this its address?`,
  ENOTFOUND: (server) => `the host of the server ${server} cannot be found`,
  EAI_AGAIN: (server) => `the host of the server ${server} cannot be looked up: the name service does not answer`,
  ECONNRESET: (server) => `the server ${server} broke off the connection`,
  ETIMEDOUT: (server) => `the server ${server} does not answer`,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: (server) => `the certificate of the server ${server} has expired`,
  ERR_TLS_CERT_ALTNAME_INVALID: (server) =>
    `the certificate of the server ${server} is for another name; --tls-server-name says which name to expect`,
};

function untrusted(server: string): string {
  return `the certificate of the server ${server} is signed by an unknown authority; check certificate-authority in the kubeconfig`;
}

/**
 * What a failed exchange means, as a ServiceUnavailable error that names the server. The caller's own abort, and errors
 * that already say what they are, pass through.
 */
export function networkError(error: unknown, server: URL, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) {
    const timedOut = (signal.reason as Error | undefined)?.name === 'TimeoutError';
    return timedOut ? timeout(`the server ${server.host} did not answer in time`, error) : signal.reason;
  }
  if (isPorchError(error)) return error;
  const code = codeOf(error);
  const say = code === undefined ? undefined : SAYING[code];
  // A server that speaks TLS closes what does not.
  const maybeTls = code === 'ECONNRESET' && server.protocol === 'http:' ? '; it may want https:// in its address' : '';
  if (say) return unavailable(say(server.host) + maybeTls, error);
  const why = code ?? (error instanceof Error ? error.message : 'it failed');
  return unavailable(`the request to the server ${server.host} failed: ${why}`, error);
}

/** A host with several addresses fails with one error for each. */
function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}
