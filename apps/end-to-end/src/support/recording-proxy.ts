import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { type PorchServer } from './porch-server';

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  status?: number;
}

/** Stands between a client and a server over plain HTTP, as the administrator, and remembers what was asked. */
export class RecordingProxy {
  #recorded: RecordedRequest[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #agent: Agent;
  readonly #token: string;
  readonly #target: URL;
  readonly #server: Server;

  private constructor(target: PorchServer) {
    this.#agent = new Agent({ keepAlive: true, ca: readFileSync(join(target.dataDirectory, 'authority.crt')) });
    this.#token = readFileSync(join(target.dataDirectory, 'admin.token'), 'utf8').trim();
    this.#target = new URL(target.url);
    // A connection that is idle for a while must not end just as it is used again.
    this.#server = createServer({ keepAliveTimeout: 0 }, (asked, answer) => this.#forward(asked, answer));
  }

  static async start(target: PorchServer): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(target);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What was asked since this was last called. */
  take(): RecordedRequest[] {
    return this.#recorded.splice(0);
  }

  /** Resolves when such a request's answer has begun. */
  until(begun: (recorded: RecordedRequest) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!this.#recorded.some((recorded) => recorded.status !== undefined && begun(recorded))) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#agent.destroy();
  }

  #forward(asked: IncomingMessage, answer: ServerResponse): void {
    const { method = '', url = '/', headers } = asked;
    const { pathname, searchParams } = new URL(url, this.url);
    const { accept = '', 'content-type': contentType = '' } = headers;
    const recorded: RecordedRequest = { method, path: pathname, query: searchParams, accept, contentType };
    this.#recorded.push(recorded);
    const authorized = { ...headers, host: this.#target.host, authorization: `Bearer ${this.#token}` };
    const { hostname, port } = this.#target;
    const forwarded = request({ hostname, port, method, path: url, headers: authorized, agent: this.#agent });
    forwarded.on('response', (reply) => {
      recorded.status = reply.statusCode ?? 0;
      answer.writeHead(recorded.status, reply.headers);
      answer.flushHeaders();
      pipeline(reply, answer, () => undefined);
      for (const look of [...this.#waiting]) look();
    });
    forwarded.on('error', () => answer.destroy());
    answer.on('close', () => forwarded.destroy());
    asked.pipe(forwarded);
  }
}
