import { readFileSync } from 'node:fs';
import { type OutgoingHttpHeaders } from 'node:http';
import { Agent, request } from 'node:https';
import { load } from 'js-yaml';
import { PATIENCE } from './patience';
import { type PorchServer } from './porch-server';

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: { server: string; 'certificate-authority-data': string } }];
  readonly users: readonly [{ readonly user: { token: string } }];
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/**
 * Plain HTTPS requests by the kubeconfig's user: any method, any path, any bytes. As the Backstage plugin's backend does
 * it: the authority and the address are the kubeconfig's, and Content-Type says JSON also where there is no body.
 */
export class AdminRequests {
  readonly #agent: Agent;
  readonly #authorization: string;
  readonly #url: string;

  constructor(server: Pick<PorchServer, 'kubeconfig'>) {
    const kubeconfig = load(readFileSync(server.kubeconfig, 'utf8')) as Kubeconfig;
    const [{ cluster }] = kubeconfig.clusters;
    const ca = Buffer.from(cluster['certificate-authority-data'], 'base64');
    this.#agent = new Agent({ keepAlive: true, maxSockets: 16, ca });
    this.#authorization = `Bearer ${kubeconfig.users[0].user.token}`;
    this.#url = cluster.server;
  }

  /** Rejects when the connection breaks before the whole answer is there, or when that takes longer than {@link PATIENCE}. */
  send(method: string, path: string, body?: string | Buffer, headers: OutgoingHttpHeaders = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(this.#url, {
        method,
        path,
        agent: this.#agent,
        headers: {
          authorization: this.#authorization,
          'content-type': 'application/json',
          'content-length': body === undefined ? 0 : Buffer.byteLength(body),
          ...headers,
        },
        timeout: PATIENCE,
      });
      sent.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, contentType: response.headers['content-type'] ?? '', text }),
        );
      });
      sent.on('timeout', () =>
        sent.destroy(new Error(`${method} ${path} was not answered within ${PATIENCE / 1000} s`)),
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** A request with a JSON body whose answer is JSON. @throws Error with the answer unless its status is below 400 */
  async json<T>(method: string, path: string, body?: object, headers: OutgoingHttpHeaders = {}): Promise<T> {
    const { status, text } = await this.send(method, path, body && JSON.stringify(body), headers);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text) as T;
  }

  close(): void {
    this.#agent.destroy();
  }
}
