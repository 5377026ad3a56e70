export { createObjectStore, type StoreSettings } from './create-object-store';
export { createMemoryStore, type MemoryStoreOptions } from './memory/memory-store';
export { createPostgresStore, type PostgresStoreOptions } from './postgres/postgres-store';
export { readEncryptionKey } from './sql/sealed-content';
export { createSqliteStore, type EncryptionOptions, type SqliteStoreOptions } from './sqlite/sqlite-store';
