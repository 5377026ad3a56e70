import { type PackageRevisionKey } from '../keys';
import { type PackageResources } from '../package-resources';
import { type PackageRevision } from '../package-revision';

/** A package revision as the remote keeps it. Replaced as a whole, never changed. */
export interface StoredRevision extends Omit<PackageRevision, 'getResources' | 'kptfile' | 'createdAt'> {
  readonly resources: PackageResources;
  readonly createdAt: Date;
}

/**
 * What several {@link createInMemoryRepository in-memory repositories} share, as clones share a git server: changing it
 * through one is a change from outside to the others.
 */
export class InMemoryRemote {
  /** By package, then by workspace. */
  readonly #packages = new Map<string, Map<string, StoredRevision>>();
  readonly #highest = new Map<string, number>();
  #version = 0;

  get version(): string {
    return String(this.#version);
  }

  all(): StoredRevision[] {
    return [...this.#packages.values()].flatMap((revisions) => [...revisions.values()]);
  }

  ofPackage(packageName: string): StoredRevision[] {
    return [...(this.#packages.get(packageName)?.values() ?? [])];
  }

  get(key: PackageRevisionKey): StoredRevision | undefined {
    return this.#packages.get(key.packageName)?.get(key.workspaceName);
  }

  put(revision: StoredRevision): void {
    const { packageName, workspaceName } = revision.key;
    this.#version += 1;
    const siblings = this.#packages.get(packageName) ?? new Map<string, StoredRevision>();
    this.#packages.set(packageName, siblings.set(workspaceName, revision));
    if (revision.revision > this.highestRevision(packageName)) this.#highest.set(packageName, revision.revision);
  }

  remove(key: PackageRevisionKey): void {
    this.#version += 1;
    const siblings = this.#packages.get(key.packageName);
    siblings?.delete(key.workspaceName);
    if (siblings?.size === 0) this.#packages.delete(key.packageName);
  }

  /** Survives deletion, as approval commits in a git history do. */
  highestRevision(packageName: string): number {
    return this.#highest.get(packageName) ?? 0;
  }

  nextContentVersion(): string {
    this.#version += 1;
    return this.#version.toString(16).padStart(40, '0');
  }
}
