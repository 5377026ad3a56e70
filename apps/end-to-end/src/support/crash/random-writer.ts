import { type PorchApi } from '../porch-api';
import { type RandomNumbers } from './random-numbers';
import { type RevisionState, type WriteLedger } from './write-ledger';

/** Changes the revisions of one package at random, one step after the other; nobody else changes that package. */
export class RandomWriter {
  #workspaces = 0;
  #notes = 0;

  constructor(
    private readonly repository: string,
    private readonly packageName: string,
    private readonly ledger: WriteLedger,
    private readonly random: RandomNumbers,
  ) {}

  /** Goes on until a write is not answered. */
  async run(api: PorchApi): Promise<void> {
    while (await this.#step(api));
  }

  #step(api: PorchApi): Promise<boolean> {
    const revisions = [...this.ledger.states]
      .filter(([, state]) => state.repository === this.repository && state.packageName === this.packageName)
      .sort(([, left], [, right]) => left.number - right.number);
    const open = revisions.find(([, { number }]) => number === 0);
    if (open) return this.#advance(api, ...open);
    const doomed = revisions.find(([, { lifecycle }]) => lifecycle === 'DeletionProposed');
    if (doomed) return this.ledger.write(doomed[0], undefined, () => api.delete(doomed[0]));
    const [oldest] = revisions;
    if (revisions.length > 2 && oldest && this.random.below(2) === 0) {
      const [name, state] = oldest;
      return this.ledger.write(name, { ...state, lifecycle: 'DeletionProposed' }, () => api.proposeDeletion(name));
    }
    return this.#create(api, revisions.at(-1));
  }

  #create(api: PorchApi, latest: [string, RevisionState] | undefined): Promise<boolean> {
    const { repository, packageName } = this;
    const workspaceName = `w${(this.#workspaces += 1)}`;
    const name = `${repository}.${packageName}.${workspaceName}`;
    const draft = { repository, packageName, workspaceName, lifecycle: 'Draft', number: 0 } as const;
    if (!latest) {
      return this.ledger.write(name, { ...draft, note: undefined }, () =>
        api.init(repository, packageName, workspaceName),
      );
    }
    return this.ledger.write(name, { ...draft, note: latest[1].note }, async () =>
      api.edit(await api.get(latest[0]), workspaceName),
    );
  }

  #advance(api: PorchApi, name: string, state: RevisionState): Promise<boolean> {
    if (state.lifecycle === 'Proposed' && this.random.below(5) === 0) {
      return this.ledger.write(name, { ...state, lifecycle: 'Draft' }, () => api.reject(name));
    }
    if (state.lifecycle === 'Proposed') {
      const published = { ...state, lifecycle: 'Published', number: this.ledger.nextNumber(state) } as const;
      return this.ledger.write(name, published, () => api.approve(name));
    }
    const chance = this.random.below(10);
    if (chance === 0) return this.ledger.write(name, undefined, () => api.delete(name));
    if (chance < 5) {
      const note = `${name} ${(this.#notes += 1)}`;
      return this.ledger.write(name, { ...state, note }, () => api.push(name, 'note.txt', note));
    }
    return this.ledger.write(name, { ...state, lifecycle: 'Proposed' }, () => api.propose(name));
  }
}
