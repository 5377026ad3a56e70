import { isPorchError, type PackageRevisionLifecycle, type PackageRevisionObject } from '@porch/api';

export interface RevisionState {
  readonly repository: string;
  readonly packageName: string;
  readonly workspaceName: string;
  readonly lifecycle: PackageRevisionLifecycle;
  /** 0 until it is published. */
  readonly number: number;
  /** What `note.txt` was last pushed as. */
  readonly note: string | undefined;
}

/** A write that was acknowledged, by the resourceVersion it was answered with. */
export interface AcknowledgedWrite {
  readonly name: string;
  readonly resourceVersion: string;
}

/**
 * What a server has acknowledged, and what it was asked and never answered: that may have happened or not, as a whole.
 */
export class WriteLedger {
  readonly states = new Map<string, RevisionState>();
  readonly acknowledged: AcknowledgedWrite[] = [];
  readonly deletions: string[] = [];
  /** Numbers that revisions had when they were deleted: `repository/package/vN`. */
  readonly deletedNumbers = new Set<string>();
  /** Refusals of writes that nobody else was in the way of. */
  readonly refusals: string[] = [];
  /** Why writes had no answer. */
  readonly unanswered: string[] = [];
  readonly #inDoubt = new Map<string, RevisionState | undefined>();
  readonly #highest = new Map<string, number>();

  /** Writes something; false when no answer came. `next` is what the revision is afterwards, undefined for gone. */
  async write(
    name: string,
    next: RevisionState | undefined,
    work: () => Promise<PackageRevisionObject | void>,
  ): Promise<boolean> {
    this.#inDoubt.set(name, next);
    try {
      const answer = await work();
      const resourceVersion = answer?.metadata.resourceVersion;
      if (resourceVersion) this.acknowledged.push({ name, resourceVersion });
      if (!next) this.deletions.push(name);
      this.#settle(name, next);
      return true;
    } catch (error) {
      if (!isPorchError(error) || error.code >= 500) {
        this.unanswered.push(`${name}: ${(error as Error).message}`);
        return false;
      }
      this.#inDoubt.delete(name);
      this.refusals.push(`${name} to ${next?.lifecycle ?? 'gone'}: ${error.message}`);
      return true;
    }
  }

  nextNumber({ repository, packageName }: RevisionState): number {
    return (this.#highest.get(`${repository}/${packageName}`) ?? 0) + 1;
  }

  /**
   * Compares with what a server shows, and takes over how the writes without an answer ended. `noteOf` reads a
   * revision's note. Returns what is wrong: nothing, if nothing acknowledged was lost and nothing came of itself.
   */
  async reconcile(
    shown: readonly PackageRevisionObject[],
    noteOf: (name: string) => Promise<string | undefined>,
  ): Promise<string[]> {
    const problems: string[] = [];
    const found = new Map(shown.map((revision) => [revision.metadata.name ?? '', revision]));
    for (const name of new Set([...found.keys(), ...this.states.keys(), ...this.#inDoubt.keys()])) {
      const revision = found.get(name);
      const candidates = [this.states.get(name), ...(this.#inDoubt.has(name) ? [this.#inDoubt.get(name)] : [])];
      const note = revision && candidates.some((state) => state?.note !== undefined) ? await noteOf(name) : undefined;
      const matching = candidates.find((state) => matches(state, revision, note));
      if (matching || (!revision && candidates.includes(undefined))) this.#settle(name, matching);
      else
        problems.push(`${name} is ${describeShown(revision, note)}, not ${candidates.map(describeState).join(' or ')}`);
    }
    return problems;
  }

  #settle(name: string, state: RevisionState | undefined): void {
    this.#inDoubt.delete(name);
    const before = this.states.get(name);
    if (!state) {
      this.states.delete(name);
      if (before && before.number > 0) {
        this.deletedNumbers.add(`${before.repository}/${before.packageName}/v${before.number}`);
      }
      return;
    }
    this.states.set(name, state);
    const key = `${state.repository}/${state.packageName}`;
    this.#highest.set(key, Math.max(this.#highest.get(key) ?? 0, state.number));
  }
}

function matches(
  state: RevisionState | undefined,
  shown: PackageRevisionObject | undefined,
  note: string | undefined,
): boolean {
  if (!state || !shown) return state === undefined && shown === undefined;
  const { lifecycle, revision = 0 } = shown.spec;
  return lifecycle === state.lifecycle && revision === state.number && note === state.note;
}

function describeShown(revision: PackageRevisionObject | undefined, note: string | undefined): string {
  return revision ? `${revision.spec.lifecycle} ${revision.spec.revision ?? 0} ${note}` : 'gone';
}

function describeState(state: RevisionState | undefined): string {
  return state ? `${state.lifecycle} ${state.number} ${state.note}` : 'gone';
}
