import { type RepositoryObject } from '@porch/api';
import { type Clock, systemClock } from '../clock';
import { type OperationContext } from '../operation-context';
import { type RepositoryOpener } from '../repository-cache';
import { createInMemoryRepository, type InMemoryRepository } from './in-memory-repository';
import { InMemoryRemote } from './in-memory-remote';

/** How a remote misbehaves: `hang` answers nothing until aborted, an Error is what every operation on it rejects with. */
export type RemoteTrouble = 'hang' | Error;

/** Opens in-memory repositories, one remote for each `spec.git.repo`, and makes them misbehave when a test asks. */
export class InMemoryRepositoryOpener implements RepositoryOpener {
  readonly opened: InMemoryRepository[] = [];
  readonly #remotes = new Map<string, InMemoryRemote>();
  readonly #troubles = new Map<string, RemoteTrouble>();

  constructor(private readonly clock: Clock) {}

  remote(url: string): InMemoryRemote {
    const remote = this.#remotes.get(url) ?? new InMemoryRemote();
    this.#remotes.set(url, remote);
    return remote;
  }

  setTrouble(url: string, trouble: RemoteTrouble | undefined): void {
    if (trouble === undefined) this.#troubles.delete(url);
    else this.#troubles.set(url, trouble);
  }

  async openRepository(repository: RepositoryObject, context: OperationContext): Promise<InMemoryRepository> {
    const { namespace = '', name = '' } = repository.metadata;
    const url = repository.spec.git?.repo ?? `memory://${name}`;
    await this.suffer(url, context);
    const opened = createInMemoryRepository({
      key: { namespace, name },
      branch: repository.spec.git?.branch ?? 'main',
      remote: this.remote(url),
      clock: this.clock,
    });
    const refresh = opened.refresh.bind(opened);
    const version = opened.version.bind(opened);
    opened.refresh = (refreshContext) => this.suffer(url, refreshContext).then(() => refresh(refreshContext));
    opened.version = (versionContext) => this.suffer(url, versionContext).then(() => version(versionContext));
    this.opened.push(opened);
    return opened;
  }

  private async suffer(url: string, context: OperationContext): Promise<void> {
    context.signal.throwIfAborted();
    const trouble = this.#troubles.get(url);
    if (trouble === 'hang') await aborted(context.signal);
    else if (trouble) throw trouble;
    else await Promise.resolve();
  }
}

export function createInMemoryRepositoryOpener(options: { readonly clock?: Clock } = {}): InMemoryRepositoryOpener {
  return new InMemoryRepositoryOpener(options.clock ?? systemClock);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
