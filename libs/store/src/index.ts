export { createObjectStore, type StoreSettings } from './create-object-store';
export { createMemoryStore, type MemoryStoreOptions } from './memory/memory-store';
export { createPostgresStore, type PostgresStoreOptions } from './postgres/postgres-store';
export { type EncryptionOptions } from './sql/encryption-options';
export { readEncryptionKey } from './sql/sealed-content';
export { createSqliteStore, type SqliteStoreOptions } from './sqlite/sqlite-store';
