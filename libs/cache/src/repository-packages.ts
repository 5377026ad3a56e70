import { type CachedPackageRevision } from '@porch/repository';
import { type PackageRecord } from './package-record';

/** What the index keeps of a package. */
export interface PackageEntry {
  readonly revisions: Map<string, CachedPackageRevision>;
  record: PackageRecord | undefined;
  latest: CachedPackageRevision | undefined;
  /** The version of the last change to any row of the package, removals included. */
  changedAt: number;
}

/** Packages without any row of which it is remembered, each on its own, when that came about. */
const REMEMBERED = 1000;

/**
 * The packages of one repository. A package whose rows are gone is remembered for a while, so that a sync that has read
 * an older listing leaves it alone; servers on which packages come and go do not grow for it.
 */
export class RepositoryPackages {
  readonly #entries = new Map<string, PackageEntry>();
  /** Packages without rows, in the order in which they came to be so. */
  readonly #empty = new Set<string>();
  #forgottenAt = 0;

  get(packageName: string): PackageEntry | undefined {
    return this.#entries.get(packageName);
  }

  [Symbol.iterator](): Iterator<readonly [string, PackageEntry]> {
    return this.#entries.entries();
  }

  /** The version of a package's last change; for one that is not remembered the highest that it can be. */
  changedAt(packageName: string): number {
    return this.#entries.get(packageName)?.changedAt ?? this.#forgottenAt;
  }

  /** Changes a package at a version. */
  change(packageName: string, version: number, change: (entry: PackageEntry) => void): void {
    const entry = this.#entries.get(packageName) ?? newEntry();
    this.#entries.set(packageName, entry);
    change(entry);
    entry.changedAt = version;
    this.#empty.delete(packageName);
    if (entry.revisions.size > 0 || entry.record) return;
    this.#empty.add(packageName);
    if (this.#empty.size > REMEMBERED) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const [oldest] = this.#empty;
    if (oldest === undefined) return;
    this.#forgottenAt = Math.max(this.#forgottenAt, this.changedAt(oldest));
    this.#empty.delete(oldest);
    this.#entries.delete(oldest);
  }
}

function newEntry(): PackageEntry {
  return { revisions: new Map(), record: undefined, latest: undefined, changedAt: 0 };
}
