import { CATALOGUE_REGISTRIES, parseFunctionImage } from './function-image';
import { type KrmFunction } from './krm-function';

/** What an image resolves to in a catalogue. */
export interface CatalogueEntry {
  readonly function: KrmFunction;
  readonly tag: string;
}

export interface FunctionCatalogue {
  readonly functions: readonly KrmFunction[];
  byName(name: string): KrmFunction | undefined;
  /**
   * The function an image stands for: matched by name within the known registries (or without any), whatever the tag.
   * An image pinned by digest, or from another registry, is somebody else's and gives undefined.
   */
  byImage(image: string): CatalogueEntry | undefined;
}

export interface FunctionCatalogueOptions {
  readonly functions: Iterable<KrmFunction>;
  /** Registry prefixes, each ending in a slash, in which a name means a function of this catalogue. */
  readonly registries?: readonly string[];
}

/** A catalogue over the given functions. @throws Error when two functions have the same name */
export function createCatalogue(options: FunctionCatalogueOptions): FunctionCatalogue {
  const registries = new Set(['', ...(options.registries ?? CATALOGUE_REGISTRIES)]);
  const byName = new Map<string, KrmFunction>();
  for (const entry of options.functions) {
    if (byName.has(entry.name)) throw new Error(`two functions are named "${entry.name}"`);
    byName.set(entry.name, entry);
  }
  return {
    functions: [...byName.values()],
    byName: (name) => byName.get(name),
    byImage(image) {
      const { registry, name, tag, digest } = parseFunctionImage(image);
      if (digest !== '' || !registries.has(registry)) return undefined;
      const found = byName.get(name);
      return found && { function: found, tag };
    },
  };
}
