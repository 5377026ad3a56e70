import { createRequire } from 'node:module';
import { type SqliteDatabase, type SqliteStatement } from 'kysely';

/** Opens a file with the SQLite that this Node has: its own from version 22.13 on, libsql's before. */
export function openSqliteFile(path: string): SqliteDatabase & { pragma(text: string): void } {
  return builtIn()?.(path) ?? bundled(path);
}

interface NodeStatement {
  all(...parameters: unknown[]): unknown[];
  run(...parameters: unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(...parameters: unknown[]): IterableIterator<unknown>;
}

interface NodeDatabase {
  prepare(sql: string): NodeStatement;
  exec(sql: string): void;
  close(): void;
}

interface LibsqlDatabase extends SqliteDatabase {
  exec(sql: string): void;
}

type Opener = (path: string) => SqliteDatabase & { pragma(text: string): void };

const load = createRequire(__filename);

function builtIn(): Opener | undefined {
  if (!hasStableSqlite(process.versions.node)) return undefined;
  // Bundlers must leave this one alone: older Nodes do not have it.
  const { DatabaseSync } = load('node:sqlite') as { DatabaseSync: new (path: string) => NodeDatabase };
  return (path) => {
    const database = new DatabaseSync(path);
    return {
      close: () => database.close(),
      prepare: (sql) => adaptStatement(sql, database.prepare(sql)),
      pragma: (text) => database.exec(`pragma ${text}`),
    };
  };
}

/** From this version on it needs no flag. */
export function hasStableSqlite(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 13);
}

function adaptStatement(sql: string, statement: NodeStatement): SqliteStatement {
  return {
    reader: /^\s*(select|with|pragma)\b|\breturning\b/i.test(sql),
    all: (parameters) => statement.all(...parameters),
    run: (parameters) => statement.run(...parameters),
    iterate: (parameters) => statement.iterate(...parameters),
  };
}

function bundled(path: string): SqliteDatabase & { pragma(text: string): void } {
  const Database = load('libsql') as new (path: string) => LibsqlDatabase;
  const database = new Database(path);
  return {
    close: () => database.close(),
    prepare: (sql) => database.prepare(sql),
    pragma: (text) => database.exec(`pragma ${text}`),
  };
}
