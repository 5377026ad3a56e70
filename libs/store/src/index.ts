export { createMemoryStore, type MemoryStoreOptions } from './memory/memory-store';
