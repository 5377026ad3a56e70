import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kubectl } from './kubectls';
import { type RecordedRequest, type RecordingProxy } from './recording-proxy';
import { type ProgramResult, runProgram, succeed } from './run-program';

const discovery = /^\/(version|apis?|api\/v1|apis\/[^/]+(\/[^/]+)?|openapi\/.*)$/;

/** One kubectl with a home of its own, and what it asks for after discovery. */
export class KubectlSession {
  readonly #home = mkdtempSync(join(tmpdir(), 'porch-kubectl-'));

  constructor(
    readonly kubectl: Kubectl,
    readonly proxy: RecordingProxy,
    namespace: string,
  ) {
    const kubeconfig = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'porch', cluster: { server: proxy.url } }],
      contexts: [{ name: 'porch', context: { cluster: 'porch', user: 'admin', namespace } }],
      users: [{ name: 'admin', user: {} }],
      'current-context': 'porch',
    };
    writeFileSync(join(this.#home, 'config'), JSON.stringify(kubeconfig));
  }

  get environment(): NodeJS.ProcessEnv {
    return { HOME: this.#home, KUBECACHEDIR: join(this.#home, 'cache'), KUBECONFIG: join(this.#home, 'config') };
  }

  /** A command that must succeed; its standard output. The words are parted by single spaces. */
  run(command: string, input?: object): Promise<string> {
    this.proxy.take();
    return succeed(this.kubectl.command, command.split(' '), this.#options(input));
  }

  /** A command that may fail. */
  attempt(command: string, input?: object): Promise<ProgramResult> {
    this.proxy.take();
    return runProgram(this.kubectl.command, command.split(' '), this.#options(input));
  }

  /** What the last command asked for: method, resource, parameters that say what is wanted, status. */
  trace(): string[] {
    return this.proxy
      .take()
      .filter(({ path }) => !discovery.test(path))
      .map(describeRequest);
  }

  remove(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  #options(input: object | undefined) {
    return { input: input ? JSON.stringify(input) : '', env: this.environment };
  }
}

function describeRequest({ method, path, query, status }: RecordedRequest): string {
  const resource = path.replace(/^\/(api\/v1|apis\/[^/]+\/[^/]+)\/(namespaces\/[^/]+\/(?=.))?/, '');
  const parameters = [...query]
    .filter(([key]) => key !== 'timeoutSeconds')
    .map(([key, value]) => `${key}=${key === 'resourceVersion' && value !== '0' ? 'LISTED' : value}`)
    .sort();
  return [method, [resource, ...parameters].join(' '), status].join(' ');
}
