import { type IncomingMessage } from 'node:http';
import {
  context,
  type Context,
  INVALID_SPAN_CONTEXT,
  isSpanContextValid,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

const tracer = trace.getTracer('@porch/apiserver');
/** What is asked every few seconds tells nothing in a trace. */
const POLLED = /^\/(healthz|livez|readyz|metrics)([/?]|$)/;
const MAXIMUM_PATH_LENGTH = 1024;

/**
 * The span of one request, below the caller's where the request carries a W3C trace context. Attributes are those of
 * OpenTelemetry's conventions for HTTP servers; queries, headers and bodies are not among them. It costs next to nothing
 * while nobody collects spans.
 */
export class RequestSpan {
  readonly #span: Span;
  readonly #context: Context;

  constructor({ method = '', url = '', headers }: IncomingMessage, requestId: string) {
    const parent = propagation.extract(context.active(), headers);
    const attributes = {
      'http.request.method': method,
      'url.path': url.split('?', 1)[0]?.slice(0, MAXIMUM_PATH_LENGTH) ?? '',
      'porch.request_id': requestId,
    };
    this.#span = POLLED.test(url)
      ? trace.wrapSpanContext(INVALID_SPAN_CONTEXT)
      : tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, parent);
    this.#context = trace.setSpan(parent, this.#span);
  }

  /** Undefined while nobody collects spans. */
  get traceId(): string | undefined {
    const spanContext = this.#span.spanContext();
    return isSpanContextValid(spanContext) ? spanContext.traceId : undefined;
  }

  /** Everything that `work` does belongs to the request. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return context.with(this.#context, work);
  }

  /** Says what became of it: the name with few values, the status code, and for a server's error its reason. */
  describe(name: string, code: number, reason: string | undefined): void {
    this.#span.updateName(name);
    this.#span.setAttribute('http.response.status_code', code);
    if (code < 500) return;
    this.#span.setAttribute('error.type', reason ?? String(code));
    this.#span.setStatus({ code: SpanStatusCode.ERROR });
  }

  end(): void {
    this.#span.end();
  }
}
