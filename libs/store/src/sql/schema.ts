import { type ColumnType } from 'kysely';

/** PostgreSQL's driver gives 64-bit integers as text; versions stay below 2^53. */
type Version = ColumnType<number | string, number, number>;

export interface ObjectsTable {
  /** resource/namespace/name */
  object_key: string;
  resource: string;
  namespace: string;
  name: string;
  uid: string;
  resource_version: Version;
  /** The object as JSON, or sealed. */
  content: string;
}

export interface ObjectLabelsTable {
  object_key: string;
  resource: string;
  label_key: string;
  label_value: string;
}

export interface ChangesTable {
  resource_version: Version;
  resource: string;
  object_key: string;
  type: string;
  content: string;
  previous: string | null;
}

/** `resourceVersion`, `compactedTo`, `schemaVersion`. */
export interface CountersTable {
  name: string;
  value: Version;
}

export interface LeasesTable {
  name: string;
  holder: string;
  /** Milliseconds since 1970. */
  expires_at: Version;
}

/** The tables, the same in every database. */
export interface StoreDatabase {
  objects: ObjectsTable;
  object_labels: ObjectLabelsTable;
  changes: ChangesTable;
  counters: CountersTable;
  leases: LeasesTable;
}
