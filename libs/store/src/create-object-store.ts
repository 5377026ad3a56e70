import { type ObjectStore } from '@porch/repository';
import { createMemoryStore, type MemoryStoreOptions } from './memory/memory-store';
import { createPostgresStore, type PostgresStoreOptions } from './postgres/postgres-store';
import { createSqliteStore, type SqliteStoreOptions } from './sqlite/sqlite-store';

/** Which store, and how. */
export type StoreSettings =
  | ({ readonly type: 'memory' } & MemoryStoreOptions)
  | ({ readonly type: 'sqlite' } & SqliteStoreOptions)
  | ({ readonly type: 'postgres' } & PostgresStoreOptions);

/** Opens the store that settings describe. @throws PorchError as that store's own factory does */
export async function createObjectStore(settings: StoreSettings): Promise<ObjectStore> {
  switch (settings.type) {
    case 'memory':
      return createMemoryStore(settings);
    case 'sqlite':
      return createSqliteStore(settings);
    case 'postgres':
      return createPostgresStore(settings);
  }
}
