import { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { badRequest } from '@porch/api';
import { type ConnectionConfig } from '../connection-config';
import { type ResolvedCredentials } from '../credentials/credentials';
import { staticCredentials } from '../credentials/static-credentials';
import { createAgent } from './agent';
import { networkError } from './network-error';
import { proxyFor } from './proxy';
import { statusError } from './status-error';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path from the server's root, with its leading slash, already escaped. */
  path: string;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  body?: unknown;
  contentType?: string;
  accept?: string;
  /** Ask for an uncompressed answer: a watch's events must not wait in a compressor. */
  uncompressed?: boolean;
  signal?: AbortSignal | undefined;
}

/** What happened to a request, for tracing; never holds headers or bodies. */
export interface RequestTrace {
  method: string;
  url: string;
  status: number | undefined;
  milliseconds: number;
}

export interface ConnectionOptions {
  config: ConnectionConfig;
  userAgent?: string;
  env?: Readonly<Record<string, string | undefined>>;
  onRequest?: (trace: RequestTrace) => void;
}

/** One server spoken to over kept-alive HTTP connections. */
export interface Connection {
  /** The answer's text. @throws PorchError for every answer outside 2xx and for a server that cannot be reached */
  send(request: HttpRequest): Promise<string>;
  /** The answer's body as it comes, for watches. Ends with an error when the connection breaks. */
  open(request: HttpRequest): Promise<Readable>;
  /** Closes idle connections; requests under way are cut off. */
  close(): void;
}

/** Opens nothing by itself: the first request does. */
export function createConnection(options: ConnectionOptions): Connection {
  return new HttpConnection(options);
}

/** @throws PorchError BadRequest for an address that is none */
function serverUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw badRequest(`the server address ${JSON.stringify(address)} is not a URL such as https://HOST:PORT`);
}

class HttpConnection implements Connection {
  private readonly server: URL;
  private readonly credentials;
  private agent: ReturnType<typeof createAgent> | undefined;
  private agentCertificate: string | undefined;

  constructor(private readonly options: ConnectionOptions) {
    this.server = serverUrl(options.config.server);
    this.credentials = options.config.credentials ?? staticCredentials();
  }

  async send(request: HttpRequest): Promise<string> {
    const body = await this.open(request);
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of body) chunks.push(chunk as Buffer);
    } catch (error) {
      throw networkError(error, this.server, request.signal);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  async open(request: HttpRequest): Promise<Readable> {
    const answer = await this.attempt(request);
    if (answer.statusCode !== 401 || !this.credentials.refused()) return this.successful(answer, request);
    answer.resume();
    return this.successful(await this.attempt(request), request);
  }

  close(): void {
    this.agent?.destroy();
    this.agent = undefined;
  }

  private async attempt(request: HttpRequest): Promise<IncomingMessage> {
    request.signal?.throwIfAborted();
    const resolved = await this.credentials.resolve(request.signal);
    const url = this.url(request);
    const started = performance.now();
    const trace = (status: number | undefined) =>
      this.options.onRequest?.({
        method: request.method,
        url: url.toString(),
        status,
        milliseconds: Math.round(performance.now() - started),
      });
    try {
      const answer = await this.exchange(request, url, resolved);
      trace(answer.statusCode);
      return answer;
    } catch (error) {
      trace(undefined);
      throw networkError(error, this.server, request.signal);
    }
  }

  private exchange(request: HttpRequest, url: URL, resolved: ResolvedCredentials): Promise<IncomingMessage> {
    const payload = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
    const headers = this.headers(request, resolved, payload);
    const agent = this.agentFor(resolved);
    const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const outgoing: ClientRequest = start(url, {
        method: request.method,
        headers,
        agent,
        ...(request.signal ? { signal: request.signal } : {}),
      });
      outgoing.once('response', resolve);
      outgoing.once('error', reject);
      outgoing.end(payload);
    });
  }

  private headers(request: HttpRequest, resolved: ResolvedCredentials, payload: Buffer | undefined) {
    const { impersonate, disableCompression } = this.options.config;
    const headers: OutgoingHttpHeaders = {
      accept: request.accept ?? 'application/json',
      'user-agent': this.options.userAgent ?? '@porch/client',
      'accept-encoding': disableCompression || request.uncompressed ? 'identity' : 'gzip',
    };
    if (payload) {
      headers['content-type'] = request.contentType ?? 'application/json';
      headers['content-length'] = payload.length;
    }
    if (resolved.authorization) headers['authorization'] = resolved.authorization.reveal();
    if (impersonate) {
      headers['impersonate-user'] = impersonate.user;
      if (impersonate.uid) headers['impersonate-uid'] = impersonate.uid;
      if (impersonate.groups?.length) headers['impersonate-group'] = [...impersonate.groups];
      for (const [key, values] of Object.entries(impersonate.extra ?? {})) {
        headers[`impersonate-extra-${encodeURIComponent(key).toLowerCase()}`] = [...values];
      }
    }
    return headers;
  }

  private url(request: HttpRequest): URL {
    const prefix = this.server.pathname.replace(/\/$/, '');
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined) query.set(name, String(value));
    }
    const search = query.toString();
    return new URL(`${this.server.origin}${prefix}${request.path}${search === '' ? '' : `?${search}`}`);
  }

  /** A renewed client certificate needs new connections. */
  private agentFor(resolved: ResolvedCredentials) {
    if (this.agent && this.agentCertificate === resolved.certificate) return this.agent;
    this.agent?.destroy();
    const { tls = {}, proxyUrl } = this.options.config;
    this.agentCertificate = resolved.certificate;
    this.agent = createAgent(
      this.server,
      {
        ...(tls.certificateAuthority ? { ca: tls.certificateAuthority } : {}),
        ...(tls.insecureSkipVerify ? { rejectUnauthorized: false } : {}),
        ...(tls.serverName ? { servername: tls.serverName } : {}),
        ...(resolved.certificate && resolved.key ? { cert: resolved.certificate, key: resolved.key.reveal() } : {}),
      },
      proxyFor(this.server, proxyUrl, this.options.env ?? {}),
    );
    return this.agent;
  }

  private async successful(answer: IncomingMessage, request: HttpRequest): Promise<Readable> {
    const status = answer.statusCode ?? 0;
    const body = decoded(answer);
    if (status >= 200 && status < 300) return body;
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk as Buffer);
    throw statusError(status, Buffer.concat(chunks).toString('utf8'), `${request.method} ${request.path}`);
  }
}

function decoded(answer: IncomingMessage): Readable {
  if (answer.headers['content-encoding'] !== 'gzip') return answer;
  const gunzip = createGunzip();
  answer.once('error', (error) => gunzip.destroy(error));
  return answer.pipe(gunzip);
}
