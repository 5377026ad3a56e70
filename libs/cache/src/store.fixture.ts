import { type Clock, type ObjectStore } from '@porch/repository';
/* eslint-disable @nx/enforce-module-boundaries -- tests run over real stores; the library knows only the contract */
import { createMemoryStore, createPostgresStore } from '@porch/store';
import { findPostgres, type PostgresServer, startPostgres } from '@porch/store/testing';
/* eslint-enable @nx/enforce-module-boundaries */

export function createScratchStore(clock: Clock): ObjectStore {
  return createMemoryStore({ clock });
}

export { createPostgresStore, findPostgres, type PostgresServer, startPostgres };
