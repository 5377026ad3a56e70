import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from 'node:http2';
import { type AddressInfo, type Socket } from 'node:net';
import { type RequestLimits } from './request-limits';

export interface TlsMaterial {
  readonly key: string | Buffer;
  readonly cert: string | Buffer;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Without it the server speaks plain HTTP. */
  readonly tls?: TlsMaterial & {
    /** Asks clients for a certificate, which an authenticator judges. */
    readonly requestCertificate?: boolean;
  };
}

export interface Listening {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Uses another certificate for connections to come. */
  updateTls(material: TlsMaterial): void;
  /** Accepts no more; resolves when every connection has ended. */
  close(): Promise<void>;
  destroyConnections(): void;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const HEADERS_TIMEOUT = 15_000;
const KEEP_ALIVE_TIMEOUT = 90_000;
const MAX_STREAMS = 250;

/** Starts a server: HTTP/1.1, and over TLS also HTTP/2. */
export async function listen(handler: Handler, options: ListenOptions, limits: RequestLimits): Promise<Listening> {
  const { tls } = options;
  const server = tls ? secureServer(tls, handler) : createServer({ keepAliveTimeout: KEEP_ALIVE_TIMEOUT }, handler);
  const { headersTimeout, requestTimeout } = {
    headersTimeout: HEADERS_TIMEOUT,
    requestTimeout: limits.bodyTimeoutMilliseconds + HEADERS_TIMEOUT,
  };
  Object.assign(server, { headersTimeout, requestTimeout, maxConnections: limits.maxConnections });
  const connections = trackConnections(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port }, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  // A client that speaks no HTTP, or no TLS, is no reason to stop.
  server.on('error', () => undefined);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `${tls ? 'https' : 'http'}://${host}:${port}`,
    host: options.host,
    port,
    updateTls: (material) => {
      if ('setSecureContext' in server) server.setSecureContext({ key: material.key, cert: material.cert });
    },
    close: () => connections.close(),
    destroyConnections: () => connections.destroy(),
  };
}

function secureServer(tls: NonNullable<ListenOptions['tls']>, handler: Handler): Http2SecureServer {
  const server = createSecureServer({
    key: tls.key,
    cert: tls.cert,
    allowHTTP1: true,
    requestCert: tls.requestCertificate ?? false,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    settings: { maxConcurrentStreams: MAX_STREAMS },
  });
  server.on('request', (request, response) =>
    handler(request as unknown as IncomingMessage, response as unknown as ServerResponse),
  );
  server.on('sessionError', () => undefined);
  server.on('tlsClientError', () => undefined);
  return server;
}

/** Knows the connections of a server, to end idle ones in good order and all of them when time is up. */
function trackConnections(server: Server | Http2SecureServer) {
  const sockets = new Set<Socket>();
  const sessions = new Set<ServerHttp2Session>();
  const busy = new WeakMap<Socket, number>();
  let closing = false;
  const onSocket = (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  server.on('connection', onSocket);
  server.on('secureConnection', onSocket);
  server.on('session', (session: ServerHttp2Session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
    session.on('error', () => undefined);
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.httpVersionMajor !== 1) return;
    const { socket } = request;
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    response.once('close', () => {
      busy.set(socket, (busy.get(socket) ?? 1) - 1);
      if (closing) socket.end();
    });
  });
  return {
    async close(): Promise<void> {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const session of sessions) session.close();
      for (const socket of sockets) {
        const isHttp2 = [...sessions].some((session) => session.socket === socket);
        if (!isHttp2 && !busy.get(socket)) socket.end();
      }
      await closed;
    },
    destroy(): void {
      for (const session of sessions) session.destroy();
      for (const socket of sockets) socket.destroy();
    },
  };
}
