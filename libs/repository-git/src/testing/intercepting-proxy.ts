import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { once } from 'node:events';

/** What to do with one request to the server behind: pass it on, or the handler answers itself. */
export type Intercept = (
  request: IncomingMessage,
  response: ServerResponse,
  forward: () => Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>,
  body: Buffer,
) => Promise<void>;

/** An HTTP server in front of the git server that misbehaves as a test wants it to, and counts. */
export class InterceptingProxy {
  readonly requests: string[] = [];
  readonly authorizations: (string | undefined)[] = [];
  intercept: Intercept | undefined;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(target: string): Promise<InterceptingProxy> {
    let proxy: InterceptingProxy | undefined = undefined;
    // A connection that is idle for a while must not end just as it is used again.
    const server = createServer({ keepAliveTimeout: 0 }, (incoming, response) => {
      proxy?.handle(target, incoming, response).catch(() => response.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = new InterceptingProxy(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return proxy;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async handle(target: string, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(`${incoming.method} ${incoming.url}`);
    this.authorizations.push(incoming.headers.authorization);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const requested = Buffer.concat(chunks);
    const forward = () => send(target, incoming, requested);
    if (this.intercept) return this.intercept(incoming, response, forward, requested);
    const { status, headers, body } = await forward();
    response.writeHead(status, withoutFraming(headers)).end(body);
  }
}

export function withoutFraming(headers: IncomingMessage['headers']): Record<string, string> {
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(connection|transfer-encoding|content-length|keep-alive)$/.test(name),
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

function send(target: string, incoming: IncomingMessage, body: Buffer) {
  return new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
    const outgoing = request(`${target}${incoming.url}`, {
      method: incoming.method,
      headers: incoming.headers,
      agent: false,
    });
    outgoing.on('error', reject);
    outgoing.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.end(body);
  });
}
