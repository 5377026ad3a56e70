import { type GitObject } from '../objects/git-object';
import { ByteBoundedCache } from './byte-bounded-cache';

const OBJECT_BYTES = 64 * 1024 * 1024;
const WINDOW_BYTES = 24 * 1024 * 1024;
const LOOSE_BYTES = 8 * 1024 * 1024;

/** What all object databases of a process share, so that memory is bounded however many repositories there are. */
export interface ObjectCaches {
  /** Packed objects, their deltas resolved. */
  readonly objects: ByteBoundedCache<number, GitObject>;
  /** Parts of pack files. */
  readonly windows: ByteBoundedCache<number, Buffer>;
  /** Loose commits and trees. */
  readonly loose: ByteBoundedCache<string, GitObject>;
}

export function createObjectCaches(): ObjectCaches {
  return {
    objects: new ByteBoundedCache(OBJECT_BYTES),
    windows: new ByteBoundedCache(WINDOW_BYTES),
    loose: new ByteBoundedCache(LOOSE_BYTES),
  };
}
