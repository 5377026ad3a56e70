import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { PATIENCE } from './patience';

/** What a server sent to the collector. */
export interface CollectedRequest {
  readonly path: string;
  readonly contentType: string;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status?: { readonly code?: number };
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface OtlpSpan extends Omit<CollectedSpan, 'attributes'> {
  readonly attributes?: readonly { readonly key: string; readonly value: object }[];
}

interface OtlpTraces {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[] }[];
}

/** An OTLP collector over HTTP that keeps what it is sent, answers nothing when it `hangs`, and reads JSON. */
export class OtlpCollector {
  readonly requests: CollectedRequest[] = [];
  readonly #server: Server;
  readonly #waiting = new Set<() => void>();
  readonly #hangs: boolean;

  private constructor(hangs: boolean) {
    this.#hangs = hangs;
    // A connection that is idle for a while must not end just as it is used again.
    this.#server = createServer({ keepAliveTimeout: 0 }, (request, response) => this.#receive(request, response));
  }

  static async start({ hangs = false } = {}): Promise<OtlpCollector> {
    const collector = new OtlpCollector(hangs);
    await new Promise<void>((resolve) => collector.#server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get spans(): readonly CollectedSpan[] {
    return this.requests
      .filter(({ contentType }) => contentType === 'application/json')
      .flatMap(({ body }) => (JSON.parse(body.toString('utf8')) as OtlpTraces).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
      .map(({ attributes = [], ...span }) => ({
        ...span,
        attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0] as unknown])),
      }));
  }

  /** Resolves once what came is what is looked for. */
  until(found: (collector: OtlpCollector) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(patience);
        this.#waiting.delete(look);
      };
      const look = () => {
        if (!found(this)) return;
        done();
        resolve();
      };
      const patience = setTimeout(() => {
        done();
        reject(new Error(`it did not come; there are ${this.spans.map(({ name }) => name).join(', ') || 'no spans'}`));
      }, PATIENCE);
      this.#waiting.add(look);
      look();
    });
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const { 'content-type': contentType = '', authorization } = request.headers;
      this.requests.push({ path: request.url ?? '', contentType, authorization, body: Buffer.concat(chunks) });
      for (const look of this.#waiting) look();
      if (!this.#hangs) response.end();
    });
  }
}
