import { type SqliteDatabase, type SqliteStatement } from 'kysely';

/** Opens a file with the SQLite that this Node has: its own where it has one, libsql's otherwise. */
export function openSqliteFile(path: string): SqliteDatabase {
  const file = builtIn()?.(path) ?? bundled(path);
  return { ...file, prepare: (sql) => (sql === 'rollback' ? forgivingRollback(file) : file.prepare(sql)) };
}

/**
 * SQLite ends a transaction itself when it runs out of room; that there is none left to roll back must not hide why.
 */
function forgivingRollback(file: SqliteDatabase): SqliteStatement {
  const statement = file.prepare('rollback');
  return {
    reader: false,
    all: (parameters) => statement.all(parameters),
    iterate: (parameters) => statement.iterate(parameters),
    run(parameters) {
      try {
        return statement.run(parameters);
      } catch (error) {
        if (!/no transaction is active/.test((error as Error).message)) throw error;
        return { changes: 0, lastInsertRowid: 0 };
      }
    },
  };
}

interface NodeStatement {
  all(...parameters: unknown[]): unknown[];
  run(...parameters: unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(...parameters: unknown[]): IterableIterator<unknown>;
}

interface NodeDatabase {
  prepare(sql: string): NodeStatement;
  close(): void;
}

interface NodeSqlite {
  readonly DatabaseSync: new (path: string) => NodeDatabase;
}

type Opener = (path: string) => SqliteDatabase;

/** Undefined where Node has none, or only behind a flag. */
function builtIn(): Opener | undefined {
  const module = process.getBuiltinModule('node:sqlite') as NodeSqlite | undefined;
  if (!module) return undefined;
  return (path) => {
    const database = new module.DatabaseSync(path);
    return {
      close: () => database.close(),
      prepare: (sql) => adaptStatement(sql, database.prepare(sql)),
    };
  };
}

function adaptStatement(sql: string, statement: NodeStatement): SqliteStatement {
  return {
    reader: /^\s*(select|with|pragma)\b|\breturning\b/i.test(sql),
    all: (parameters) => statement.all(...parameters),
    run: (parameters) => statement.run(...parameters),
    iterate: (parameters) => statement.iterate(...parameters),
  };
}

function bundled(path: string): SqliteDatabase {
  // Only where it is needed, since it loads a native addon; written so that bundlers see it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const Database = require('libsql') as new (path: string) => SqliteDatabase;
  const database = new Database(path);
  return {
    close: () => database.close(),
    prepare: (sql) => database.prepare(sql),
  };
}
