import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { type Socket } from 'node:net';
import { connect as tlsConnect, type ConnectionOptions } from 'node:tls';
import { badRequest, unavailable } from '@porch/api';

/** TLS material of a connection; PEM text. */
export interface TlsMaterial {
  ca?: string;
  cert?: string;
  key?: string;
  servername?: string;
  rejectUnauthorized?: boolean;
}

/** A keep-alive agent that reaches `target` directly or through `proxy`. */
export function createAgent(target: URL, tls: TlsMaterial, proxy: URL | undefined): HttpAgent {
  const keepAlive = { keepAlive: true, maxSockets: 64, timeout: 0 };
  if (!proxy) return target.protocol === 'https:' ? new HttpsAgent({ ...keepAlive, ...tls }) : new HttpAgent(keepAlive);
  if (proxy.protocol !== 'http:' && proxy.protocol !== 'https:') {
    throw badRequest(`proxies of type ${proxy.protocol}// are not supported; use an http:// or https:// proxy`);
  }
  return new TunnelAgent({ ...keepAlive, ...tls }, target, proxy, tls);
}

/** Opens each connection through an HTTP proxy's CONNECT, for plain targets too, so that one code path serves both. */
class TunnelAgent extends HttpsAgent {
  constructor(
    options: ConstructorParameters<typeof HttpsAgent>[0],
    private readonly target: URL,
    private readonly proxy: URL,
    private readonly tls: TlsMaterial,
  ) {
    super(options);
    // Node's client compares this with the request's protocol.
    (this as unknown as { protocol: string }).protocol = target.protocol;
  }

  override createConnection(
    _options: RequestOptions,
    callback?: (error: Error | null, stream: Socket) => void,
  ): undefined {
    const done = callback as (error: Error | null, stream?: Socket) => void;
    const port = this.target.port || (this.target.protocol === 'https:' ? '443' : '80');
    const authority = `${this.target.hostname}:${port}`;
    const open = this.proxy.protocol === 'https:' ? httpsRequest : httpRequest;
    const connect = open({
      host: this.proxy.hostname.replace(/^\[|\]$/g, ''),
      port: this.proxy.port || (this.proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyAuthorization(this.proxy) },
      agent: false,
    });
    connect.once('connect', (response, socket) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        done(unavailable(`the proxy ${this.proxy.host} refused to connect to ${authority}: ${response.statusCode}`));
      } else if (this.target.protocol === 'https:') {
        this.secure(socket, done);
      } else {
        done(null, socket);
      }
    });
    connect.once('error', (error: NodeJS.ErrnoException) =>
      done(unavailable(`the proxy ${this.proxy.host} cannot be reached: ${error.code ?? 'failed'}`, error)),
    );
    connect.end();
    return undefined;
  }

  private secure(socket: Socket, done: (error: Error | null, stream?: Socket) => void): void {
    const host = this.target.hostname.replace(/^\[|\]$/g, '');
    const options: ConnectionOptions = { servername: host, ...this.tls, socket };
    const secured = tlsConnect(options);
    secured.once('secureConnect', () => done(null, secured));
    secured.once('error', (error: Error) => done(error));
  }
}

function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {};
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` };
}
