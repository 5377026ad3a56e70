import { type IncomingMessage, request as httpRequest, type Agent, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { redactUrl } from '@porch/api';
import { type GitLimits } from '../storage/git-limits';
import { AnswerLostError, TransportError } from './git-transport';
import { type AgentSettings, assertHostAllowed, createAgent, proxyAuthorization } from './http-agent';
import { proxyFor } from './proxy-environment';

export interface HttpExchange {
  readonly method: 'GET' | 'POST';
  /** After the repository's URL: `/info/refs?service=…`. */
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: Buffer;
  /** A read: sent once more when a kept-alive connection turns out to be dead. */
  readonly repeatable: boolean;
  readonly signal: AbortSignal;
}

export interface HttpClientSettings extends AgentSettings {
  readonly limits: GitLimits;
  /** The Authorization header for the repository's own host; resolved anew when `refresh` is set. */
  authorization(refresh: boolean, signal: AbortSignal): Promise<string | undefined>;
  /** The PEM bundle to trust besides the system's; asked for once, and only where TLS is spoken. */
  certificateAuthorities(signal: AbortSignal): Promise<string | undefined>;
}

const MAXIMUM_REDIRECTS = 5;

/** Speaks HTTP with one remote repository over connections that are kept alive. */
export class HttpClient {
  /** Where requests go: the repository's URL, or where it redirected to. */
  #base: URL;
  readonly #agents = new Map<string, Agent>();

  constructor(
    private readonly url: URL,
    private readonly settings: HttpClientSettings,
  ) {
    this.#base = url;
  }

  get name(): string {
    return redactUrl(this.url.toString());
  }

  /** @throws TransportError, for every status but 200; AnswerLostError when a POST was sent and no answer came */
  async exchange(exchange: HttpExchange): Promise<IncomingMessage> {
    let refreshed = false;
    for (let redirects = 0; redirects <= MAXIMUM_REDIRECTS;) {
      const response = await this.#sendRepeatably(exchange, refreshed);
      const status = response.statusCode ?? 0;
      if (status === 200) return response;
      response.resume();
      if (status === 401 && !refreshed) {
        refreshed = true;
      } else if (exchange.method === 'GET' && status >= 301 && status <= 308 && response.headers.location) {
        this.#follow(exchange.path, response.headers.location);
        redirects += 1;
      } else throw this.#failure(status);
    }
    throw new TransportError('protocol', `${this.name} redirects too often`);
  }

  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
    this.#agents.clear();
  }

  async #sendRepeatably(exchange: HttpExchange, refresh: boolean): Promise<IncomingMessage> {
    try {
      return await this.#send(exchange, refresh);
    } catch (error) {
      if (!exchange.repeatable || !(error instanceof AnswerLostError)) throw error;
      return this.#send(exchange, refresh);
    }
  }

  async #send(exchange: HttpExchange, refresh: boolean): Promise<IncomingMessage> {
    const target = new URL(`${this.#base.toString().replace(/\/$/, '')}${exchange.path}`);
    assertHostAllowed(target, this.settings.policy);
    const headers: OutgoingHttpHeaders = { 'user-agent': 'git/porch', ...exchange.headers };
    // The credential belongs to the repository's own host and goes nowhere else, whatever redirects say.
    if (target.origin === this.url.origin) {
      const authorization = await this.settings.authorization(refresh, exchange.signal);
      if (authorization !== undefined) headers['authorization'] = authorization;
    }
    if (exchange.body) headers['content-length'] = exchange.body.length;
    const proxy = target.protocol === 'http:' ? proxyFor(target, this.settings.environment) : undefined;
    const destination = proxy
      ? { host: proxy.hostname, port: proxy.port || 80, path: target.toString() }
      : { host: target.hostname.replace(/^\[|\]$/g, ''), port: target.port, path: target.pathname + target.search };
    if (proxy) Object.assign(headers, { host: target.host }, proxyAuthorization(proxy));
    const agent = await this.#agent(proxy ?? target, exchange.signal);
    return this.#request(target.protocol, { ...destination, agent }, exchange, headers);
  }

  #request(
    protocol: string,
    destination: { host: string; port: string | number; path: string; agent: Agent },
    exchange: HttpExchange,
    headers: OutgoingHttpHeaders,
  ): Promise<IncomingMessage> {
    const start = protocol === 'https:' ? httpsRequest : httpRequest;
    const { limits } = this.settings;
    return new Promise((resolve, reject) => {
      let sent = false;
      const request = start({
        ...destination,
        method: exchange.method,
        headers,
        signal: exchange.signal,
        timeout: limits.idleTimeoutMilliseconds,
      });
      request.on('response', (response) => {
        response.setTimeout(limits.idleTimeoutMilliseconds, () =>
          response.destroy(new TransportError('timeout', `${this.name} stopped answering`)),
        );
        resolve(response);
      });
      request.on('timeout', () => request.destroy(new TransportError('timeout', `${this.name} does not answer`)));
      request.on('finish', () => (sent = exchange.method === 'POST'));
      request.on('error', (error) => reject(this.#translate(error, exchange.signal, sent || request.reusedSocket)));
      request.end(exchange.body);
    });
  }

  #translate(error: Error, signal: AbortSignal, mayHaveArrived: boolean): Error {
    if (signal.aborted) return signal.reason instanceof Error ? signal.reason : error;
    if (mayHaveArrived) {
      return new AnswerLostError(`the answer of ${this.name} was lost: ${error.message}`, { cause: error });
    }
    if (error instanceof TransportError) return error;
    return new TransportError('unreachable', `${this.name} cannot be reached: ${error.message}`, { cause: error });
  }

  #follow(path: string, location: string): void {
    const from = `${this.#base.toString()}${path}`;
    if (!URL.canParse(location, from)) {
      throw new TransportError('protocol', `${this.name} redirects to what is no address`);
    }
    const target = new URL(location, from);
    const [route = ''] = path.split('?');
    const moved = target.pathname.endsWith(route) ? target.pathname.slice(0, -route.length) : undefined;
    const downgrade = this.#base.protocol === 'https:' && target.protocol !== 'https:';
    if (moved === undefined || downgrade || !/^https?:$/.test(target.protocol)) {
      throw new TransportError(
        'protocol',
        `${this.name} redirects to ${redactUrl(target.toString())}, which is refused`,
      );
    }
    assertHostAllowed(target, this.settings.policy);
    this.#base = new URL(moved, target.origin);
  }

  async #agent(target: URL, signal: AbortSignal): Promise<Agent> {
    const known = this.#agents.get(target.origin);
    if (known) return known;
    const tls = target.protocol === 'https:';
    const agent = createAgent(
      target,
      this.settings,
      tls ? await this.settings.certificateAuthorities(signal) : undefined,
    );
    this.#agents.set(target.origin, agent);
    return agent;
  }

  #failure(status: number): TransportError {
    switch (status) {
      case 401:
        return new TransportError('authentication', `authentication required: ${this.name} refused the credentials`);
      case 403:
        return new TransportError('forbidden', `${this.name} refused access (HTTP status 403)`);
      case 404:
      case 410:
        return new TransportError('not-found', `repository not found: ${this.name}`);
      default:
        return new TransportError('unreachable', `${this.name} answered with HTTP status code: ${status}`);
    }
  }
}
