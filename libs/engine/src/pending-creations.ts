import { type PackageRevisionKey } from '@porch/repository';

/**
 * Creations that passed their checks and are not stored yet. Checks look at them too, so that two requests at once
 * cannot each find the place free and make one package inside the other.
 */
export class PendingCreations {
  readonly #keys = new Set<PackageRevisionKey>();

  inRepository(namespace: string, repository: string): readonly PackageRevisionKey[] {
    return [...this.#keys].filter(
      (key) => key.repository.namespace === namespace && key.repository.name === repository,
    );
  }

  add(key: PackageRevisionKey): { remove(): void } {
    this.#keys.add(key);
    return { remove: () => void this.#keys.delete(key) };
  }
}
