import { type Locator, type PackageRevisionLifecycle, type Task } from '@porch/api';
import { type PackageRevisionKey } from '../keys';
import { type PackageResources } from '../package-resources';
import { type PackageRevisionKind } from '../package-revision';

/** A package revision as the remote keeps it. Replaced as a whole, never changed. */
export interface StoredRevision {
  readonly key: PackageRevisionKey;
  readonly kind: PackageRevisionKind;
  readonly revision: number;
  readonly lifecycle: PackageRevisionLifecycle;
  readonly contentVersion: string;
  readonly tasks: readonly Task[];
  readonly resources: PackageResources;
  readonly selfLock: Locator;
  readonly createdAt: Date;
  readonly publishedBy?: string;
  readonly publishedAt?: Date;
}

/**
 * What several {@link createInMemoryRepository in-memory repositories} share, as clones share a git server: changing it
 * through one is a change from outside to the others.
 */
export class InMemoryRemote {
  readonly #revisions = new Map<string, StoredRevision>();
  readonly #highest = new Map<string, number>();
  #version = 0;

  get version(): string {
    return String(this.#version);
  }

  all(): StoredRevision[] {
    return [...this.#revisions.values()];
  }

  ofPackage(packageName: string): StoredRevision[] {
    return this.all().filter((revision) => revision.key.packageName === packageName);
  }

  get(key: PackageRevisionKey): StoredRevision | undefined {
    return this.#revisions.get(identity(key));
  }

  put(revision: StoredRevision): void {
    this.#version += 1;
    this.#revisions.set(identity(revision.key), revision);
    const { packageName } = revision.key;
    if (revision.revision > this.highestRevision(packageName)) this.#highest.set(packageName, revision.revision);
  }

  remove(key: PackageRevisionKey): void {
    this.#version += 1;
    this.#revisions.delete(identity(key));
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

function identity(key: PackageRevisionKey): string {
  return `${key.packageName}\n${key.workspaceName}`;
}
