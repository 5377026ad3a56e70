import {
  type CachedPackageRevision,
  type OperationContext,
  type PackageResources,
  type PackageRevision,
} from '@porch/repository';
import { LRUCache } from 'lru-cache';
import { abortable } from './abortable';

/** Contents of revisions, fetched on demand and kept as long as they fit into a number of bytes. */
export class ContentsCache {
  readonly #kept: LRUCache<string, PackageResources>;
  /** The repository's own snapshots of what was written or read lately: old contents stay readable through them. */
  readonly #snapshots = new LRUCache<string, PackageRevision>({ max: SNAPSHOTS });
  readonly #loading = new Map<string, Promise<PackageResources>>();

  /** @param signal ends all loading */
  constructor(
    private readonly signal: AbortSignal,
    maximumBytes: number,
    private readonly findSnapshot: (revision: CachedPackageRevision) => Promise<PackageRevision>,
  ) {
    this.#kept = new LRUCache({ maxSize: maximumBytes, sizeCalculation: bytesOf });
  }

  get size(): { readonly entries: number; readonly bytes: number; readonly maximumBytes: number } {
    const { size, calculatedSize, maxSize } = this.#kept;
    return { entries: size, bytes: calculatedSize, maximumBytes: maxSize };
  }

  remember(snapshot: PackageRevision): void {
    this.#snapshots.set(contentKey(snapshot), snapshot);
  }

  /** Concurrent readers of one content share its loading; one that gives up does not stop it for the others. */
  get(revision: CachedPackageRevision, context: OperationContext): Promise<PackageResources> {
    if (context.signal.aborted) return Promise.reject(context.signal.reason as Error);
    const key = contentKey(revision);
    const kept = this.#kept.get(key);
    if (kept) return Promise.resolve(kept);
    const loading = this.#loading.get(key) ?? this.startLoading(key, revision);
    return abortable(loading, context.signal);
  }

  private startLoading(key: string, revision: CachedPackageRevision): Promise<PackageResources> {
    const loading = this.fetch(key, revision)
      .then((resources) => {
        this.#kept.set(key, resources);
        return resources;
      })
      .finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }

  private async fetch(key: string, revision: CachedPackageRevision): Promise<PackageResources> {
    const snapshot = this.#snapshots.get(key) ?? (await this.findSnapshot(revision));
    return snapshot.getResources({ signal: this.signal });
  }
}

const SNAPSHOTS = 1000;

/** Contents belong to a commit and a directory; the same package as a version and as a placeholder may share them. */
function contentKey({ key, contentVersion }: PackageRevision): string {
  return [key.repository.namespace, key.repository.name, key.packageName, contentVersion].join('\n');
}

function bytesOf(resources: PackageResources): number {
  let bytes = 256;
  for (const [path, file] of resources) bytes += file.content.byteLength + path.length * 2 + 128;
  return bytes;
}
