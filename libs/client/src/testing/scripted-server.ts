import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo } from 'node:net';

/** A request as the server got it. */
export interface RecordedRequest {
  method: string;
  /** Path without the query. */
  path: string;
  query: Record<string, string>;
  headers: IncomingMessage['headers'];
  /** Parsed when it is JSON, otherwise text; undefined without a body. */
  body: unknown;
}

/** What to answer: a value is sent as JSON, text as it is; `stream` sends nothing but headers until it writes. */
export interface ScriptedAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  stream?: (response: ServerResponse) => void;
}

export type Script = (request: RecordedRequest) => ScriptedAnswer | undefined | Promise<ScriptedAnswer | undefined>;

export interface ScriptedServer {
  readonly url: string;
  /** Every request so far, in order. */
  readonly requests: RecordedRequest[];
  /** `GET /path` of every request so far. */
  lines(): string[];
  close(): Promise<void>;
}

/**
 * A real HTTP server on a free port of the loopback interface that answers as a script says and remembers what it was
 * asked. What the script leaves out is answered 404 with a Status.
 */
export async function createScriptedServer(
  script: Script,
  tls?: { key: string; cert: string; ca?: string; requestCert?: boolean },
): Promise<ScriptedServer> {
  const requests: RecordedRequest[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    void answer(request, response, script, requests);
  };
  // A connection that is idle for a while must not end just as it is used again.
  const keepAliveTimeout = 0;
  const server = tls
    ? createTlsServer({ ...tls, keepAliveTimeout, rejectUnauthorized: false }, listener)
    : createServer({ keepAliveTimeout }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    lines: () => requests.map(({ method, path }) => `${method} ${path}`),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  script: Script,
  requests: RecordedRequest[],
): Promise<void> {
  const request = await recorded(incoming);
  requests.push(request);
  const { status = 200, headers = {}, body, stream } = (await script(request)) ?? missing(request);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  if (stream) {
    response.flushHeaders();
    stream(response);
  } else {
    response.end(text);
  }
}

async function recorded(incoming: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(incoming.url ?? '/', 'http://server');
  return {
    method: incoming.method ?? '',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: incoming.headers,
    body: text === '' ? undefined : parsed(text),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function missing({ path }: RecordedRequest): ScriptedAnswer {
  return failure(404, 'NotFound', `nothing is scripted at ${path}`);
}

/** An answer that carries a metav1.Status. */
export function failure(code: number, reason: string, message: string): ScriptedAnswer {
  return { status: code, body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code } };
}
