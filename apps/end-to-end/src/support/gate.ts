import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** Stands before an HTTP server and can hold every request back, as a remote that hangs does. */
export class Gate {
  readonly #target: URL;
  readonly #server: Server;
  readonly #waiting = new Set<() => void>();
  #held: (() => void)[] = [];
  #open = true;

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer({ keepAliveTimeout: 0 }, (asked, answer) => {
      const pass = () => this.#forward(asked, answer);
      if (this.#open) return pass();
      this.#held.push(pass);
      for (const look of [...this.#waiting]) look();
    });
  }

  static async before(target: string): Promise<Gate> {
    const gate = new Gate(target);
    await new Promise<void>((resolve) => gate.#server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How many requests wait. */
  get held(): number {
    return this.#held.length;
  }

  close(): void {
    this.#open = false;
  }

  open(): void {
    this.#open = true;
    for (const pass of this.#held.splice(0)) pass();
  }

  /** Resolves when requests wait. */
  holding(): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#held.length === 0) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  remove(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #forward(asked: IncomingMessage, answer: ServerResponse): void {
    const { host, port } = { host: this.#target.hostname, port: this.#target.port };
    const { method, url, headers } = asked;
    const passed = request({ host, port, method, path: url, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      pipeline(response, answer, () => undefined);
    });
    passed.on('error', () => answer.destroy());
    pipeline(asked, passed, () => undefined);
  }
}
