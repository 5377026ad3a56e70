import { type CachedPackageRevision } from '@porch/repository';

/**
 * Revisions in the order of lists. They are sorted when that first matters, so that filling a list is cheap, and stay
 * in order from then on. What was read never changes: the next write goes to a copy.
 */
export class RevisionList {
  #revisions: CachedPackageRevision[] = [];
  #sorted = false;
  #shared = false;

  get size(): number {
    return this.#revisions.length;
  }

  add(revision: CachedPackageRevision): void {
    if (!this.#sorted) this.#revisions.push(revision);
    else this.#own().splice(this.#positionOf(revision), 0, revision);
  }

  /** Puts a revision in the place of one of the same name. */
  replace(previous: CachedPackageRevision, revision: CachedPackageRevision): void {
    this.#own()[this.#positionOf(previous)] = revision;
  }

  remove(revision: CachedPackageRevision): void {
    this.#own().splice(this.#positionOf(revision), 1);
  }

  /** All of them, in order, as they are now. */
  list(): readonly CachedPackageRevision[] {
    this.#sort();
    this.#shared = true;
    return this.#revisions;
  }

  /** The revisions in order, for nobody else to see. */
  #own(): CachedPackageRevision[] {
    this.#sort();
    if (this.#shared) this.#revisions = this.#revisions.slice();
    this.#shared = false;
    return this.#revisions;
  }

  #sort(): void {
    if (!this.#sorted) this.#revisions.sort(compareRevisions);
    this.#sorted = true;
  }

  /** Where a revision is, or would be. */
  #positionOf(revision: CachedPackageRevision): number {
    let low = 0;
    let high = this.#revisions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#revisions[middle];
      if (other !== undefined && compareRevisions(other, revision) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** The order of lists: by namespace, then name. */
export function compareRevisions(left: CachedPackageRevision, right: CachedPackageRevision): number {
  const [first, second] = [left.key.repository.namespace, right.key.repository.namespace];
  if (first !== second) return first < second ? -1 : 1;
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}
