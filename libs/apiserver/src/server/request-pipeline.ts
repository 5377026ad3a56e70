import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { isPorchError, timeout, toStatus, toTimestamp } from '@porch/api';
import { type Clock } from '@porch/repository';
import { type Authentication } from '../auth/authenticator';
import { peerCertificateOf } from '../auth/peer-certificate';
import { type ApiAnswer, jsonAnswer } from '../http/api-answer';
import { type ApiRequest } from '../http/api-request';
import { hearOut } from '../http/hear-out';
import { readRequestBody } from '../http/request-body';
import { booleanParameter, parseRequestTarget, type RequestTarget } from '../http/request-target';
import { parseResourceRoute } from '../http/resource-route';
import { KINDS } from '../kinds/kind-table';
import { type Audit } from '../observe/audit';
import { type Logger } from '../observe/logger';
import { type RequestMetrics } from '../observe/request-metrics';
import { RequestSpan } from '../observe/request-span';
import { type RequestLimits } from './request-limits';
import { warningHeaders, writeAnswer } from './write-answer';

/** Answers requests whose sender is known, and those that anybody may send. */
export interface Router {
  /** Undefined for a path that needs a known sender. */
  answerOpen(target: RequestTarget, method: string): Promise<ApiAnswer> | undefined;
  answer(request: ApiRequest): Promise<ApiAnswer>;
}

export interface PipelineDependencies {
  readonly router: Router;
  authenticate(request: IncomingMessage, certificate: ReturnType<typeof peerCertificateOf>): Promise<Authentication>;
  readonly limits: RequestLimits;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly audit: Audit;
  readonly metrics: RequestMetrics;
  /** True once the server drains: connections are not kept any more. */
  readonly closing: AbortSignal;
}

/** Requests in flight, so that draining can wait for them, and give up on them. */
export type InFlight = Set<AbortController>;

/** Handles one request from its first byte to its last, whatever happens in between. Never rejects. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  dependencies: PipelineDependencies,
  inFlight: InFlight,
): Promise<void> {
  const exchange = new Exchange(request, response, dependencies);
  try {
    await exchange.span.run(() => handleExchange(exchange, request, response, dependencies, inFlight));
  } catch (error) {
    dependencies.logger.error({ requestId: exchange.id, err: error }, 'request handling failed');
    response.destroy();
  } finally {
    exchange.span.end();
  }
}

/** Why a deadline is over. Given, since an AbortController without a reason makes an error with a stack trace. */
const ANSWERED = 'the request was answered';

async function handleExchange(
  exchange: Exchange,
  request: IncomingMessage,
  response: ServerResponse,
  { clock, logger, limits }: PipelineDependencies,
  inFlight: InFlight,
): Promise<void> {
  const started = process.hrtime.bigint();
  const cancel = new AbortController();
  inFlight.add(cancel);
  const onClose = () => cancel.abort(timeout('the client closed the connection'));
  response.on('close', onClose);
  request.on('error', () => undefined);
  // Over HTTP/2 a client may reset its stream without an error, and a response with something left is not closed by that.
  const cut = new AbortController();
  request.once('aborted', () => cut.abort(ANSWERED));
  const deadline = new AbortController();
  const onLate = () => {
    const late = timeout(`the request did not complete within ${limits.requestTimeoutMilliseconds / 1000}s`);
    cancel.abort(late);
    cut.abort(late);
  };
  clock.schedule(limits.requestTimeoutMilliseconds, onLate, deadline.signal);
  let answer: ApiAnswer;
  try {
    answer = await exchange.answer(cancel.signal);
    // What goes on for a client that has gone would never end: a response says once that it is closed.
    if (answer.type !== 'bytes') cancel.signal.throwIfAborted();
  } catch (error) {
    answer = exchange.failure(
      cancel.signal.aborted && isPorchError(cancel.signal.reason) ? cancel.signal.reason : error,
    );
  }
  try {
    await exchange.finish(answer, Number(process.hrtime.bigint() - started) / 1e9, cut.signal);
  } catch (error) {
    if (!isPrematureClose(error)) {
      logger.error({ requestId: exchange.id, err: error }, 'the answer could not be written');
    }
    response.destroy();
  } finally {
    deadline.abort(ANSWERED);
    inFlight.delete(cancel);
    if (answer.type !== 'watch') response.removeListener('close', onClose);
  }
}

/** The client went away while an answer was written, or took too long to read it. */
function isPrematureClose(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR';
}

/** One request with what is known of it so far. */
class Exchange {
  readonly id: string;
  readonly span: RequestSpan;
  readonly #warnings: string[] = [];
  #target: RequestTarget | undefined;
  #authentication: Authentication | undefined;
  #reason: string | undefined;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    private readonly dependencies: PipelineDependencies,
  ) {
    this.id = randomUUID();
    this.span = new RequestSpan(request, this.id);
  }

  async answer(signal: AbortSignal): Promise<ApiAnswer> {
    const { request, dependencies } = this;
    const method = request.method ?? 'GET';
    const target = parseRequestTarget(request.url ?? '/');
    this.#target = target;
    const open = dependencies.router.answerOpen(target, method);
    if (open) return open;
    const authentication = await dependencies.authenticate(request, peerCertificateOf(request));
    this.#authentication = authentication;
    return dependencies.router.answer({
      id: this.id,
      method,
      target,
      headers: request.headers,
      authentication,
      context: { signal, user: authentication.user },
      readBody: () => readRequestBody(request, dependencies.limits, dependencies.clock),
      warn: (text) => this.#warnings.push(text),
    });
  }

  failure(error: unknown): ApiAnswer {
    const status = toStatus(error);
    this.#reason = status.reason;
    if (!isPorchError(error)) {
      this.dependencies.logger.error(
        { requestId: this.id, err: error, path: this.#target?.path },
        'request failed unexpectedly',
      );
    }
    const answer = jsonAnswer(status, status.code);
    if (answer.type !== 'bytes') return answer;
    const retryAfter = status.details?.retryAfterSeconds;
    const headers = {
      ...(status.code === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
      ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    };
    return { ...answer, headers };
  }

  /** @param cut ends the writing of an answer that goes on */
  async finish(answer: ApiAnswer, seconds: number, cut: AbortSignal): Promise<void> {
    const { request, response, dependencies } = this;
    const resource = this.#resource();
    const code = answer.type === 'bytes' ? answer.status : 200;
    if (request.httpVersionMajor === 1 && answer.type === 'bytes') await hearOut(request, dependencies.clock);
    const unread = !request.complete && request.httpVersionMajor === 1;
    const headers = {
      'Audit-Id': this.id,
      'X-Content-Type-Options': 'nosniff',
      ...warningHeaders(this.#warnings),
      ...(request.httpVersionMajor === 1 && (unread || dependencies.closing.aborted) ? { Connection: 'close' } : {}),
      ...(answer.type === 'watch' ? {} : { 'Cache-Control': 'no-cache, private' }),
    };
    const method = METHODS.has(request.method ?? '') ? (request.method ?? '') : 'other';
    if (answer.type === 'watch') dependencies.metrics.watchOpened(resource);
    else dependencies.metrics.observe({ method, resource, code }, seconds);
    this.span.describe(resource === 'none' ? method : `${method} ${resource}`, code, this.#reason);
    this.#audit(answer, code);
    try {
      const onWatchEnd = () => dependencies.metrics.watchClosed(resource);
      await writeAnswer(request, response, answer, headers, { onWatchEnd, cut });
      // Who goes on sending after that is not worth listening to.
      if (unread) response.once('finish', () => setImmediate(() => request.destroy()));
    } finally {
      this.#log(code, seconds);
    }
  }

  #log(code: number, seconds: number): void {
    const fields = {
      requestId: this.id,
      traceId: this.span.traceId,
      method: this.request.method,
      path: this.#target?.path,
      code,
      user: this.#authentication?.user.name,
      seconds,
    };
    this.dependencies.logger.info(fields, 'request');
  }

  #resource(): string {
    const route = this.#target && parseResourceRoute(this.#target.segments);
    if (!route || this.#authentication === undefined) return 'none';
    return PLURALS.has(route.plural) ? route.plural : 'none';
  }

  #audit(answer: ApiAnswer, code: number): void {
    const { request, dependencies } = this;
    const authentication = this.#authentication;
    const verb = WRITES[request.method ?? ''];
    if (!this.#target || !authentication || !verb) return;
    const route = parseResourceRoute(this.#target.segments);
    const name = route?.name ?? (answer.type === 'bytes' && code < 300 ? nameIn(answer.body) : undefined);
    const { impersonatedBy } = authentication;
    dependencies.audit({
      time: toTimestamp(dependencies.clock.now()),
      requestId: this.id,
      user: authentication.user.name,
      groups: authentication.user.groups,
      ...(impersonatedBy === undefined ? {} : { impersonatedBy }),
      verb: request.method === 'DELETE' && route && !route.name ? 'deletecollection' : verb,
      resource: route ? (route.group === '' ? route.plural : `${route.plural}.${route.group}`) : this.#target.path,
      ...(route?.subresource === undefined ? {} : { subresource: route.subresource }),
      ...(route?.namespace === undefined ? {} : { namespace: route.namespace }),
      ...(name === undefined ? {} : { name }),
      dryRun: booleanParameter(this.#target.query, 'dryRun'),
      code,
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
    });
  }
}

/** Metrics have labels of these alone, whatever paths are asked for. */
const PLURALS: ReadonlySet<string> = new Set(KINDS.map(({ plural }) => plural));
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const WRITES: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

/** The name the server gave the object it answers with. */
function nameIn(body: Buffer): string | undefined {
  try {
    const { metadata } = JSON.parse(body.toString('utf8')) as { metadata?: { name?: unknown } };
    return typeof metadata?.name === 'string' ? metadata.name : undefined;
  } catch {
    return undefined;
  }
}
