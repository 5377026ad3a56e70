import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const execute = promisify(execFile);
const INSTALLATIONS = '/usr/lib/postgresql';

/** A PostgreSQL of a test's own: data and socket in a directory that goes away with it, no TCP port. */
export interface PostgresServer {
  /** The URL of an empty database: a schema of its own, which is made in no time. */
  createDatabase(): Promise<string>;
  /** Breaks every connection, as a failing network would. */
  dropConnections(): Promise<void>;
  stop(): Promise<void>;
}

/** Where PostgreSQL's programs are; undefined when it is not installed. */
export async function findPostgres(): Promise<string | undefined> {
  if (!existsSync(INSTALLATIONS)) return undefined;
  const versions = (await readdir(INSTALLATIONS)).sort((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(INSTALLATIONS, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** @throws Error when PostgreSQL is not installed; ask {@link findPostgres} first */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = await findPostgres();
  if (bin === undefined) throw new Error(`PostgreSQL is not installed below ${INSTALLATIONS}`);
  const account = await serverAccount();
  const directory = await mkdtemp(join(tmpdir(), 'porch-pg-'));
  await chmod(directory, 0o755);
  if (account) await chown(directory, account.uid, account.gid);
  const data = join(directory, 'data');
  const options = account ?? {};
  await execute(join(bin, 'initdb'), ['-D', data, '-U', 'porch', '-A', 'trust', '--no-sync', '-E', 'UTF8'], options);
  const settings = ['fsync=off', 'listen_addresses=', `unix_socket_directories=${directory}`, 'max_connections=200'];
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...options,
    stdio: 'ignore',
  });
  let running = true;
  const exited = new Promise<void>((resolve) =>
    server.once('exit', () => {
      running = false;
      resolve();
    }),
  );
  const url = `postgres://porch@localhost/postgres?host=${encodeURIComponent(directory)}`;
  const administrator = await untilItAnswers(
    () => connect(url),
    () => running,
  );
  let schemas = 0;
  return {
    async createDatabase() {
      schemas += 1;
      const schema = `porch_${schemas}`;
      await administrator.query(`create schema ${schema}`);
      return `${url}&options=${encodeURIComponent(`-c search_path=${schema}`)}`;
    },
    async dropConnections() {
      await administrator.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usename = 'porch'`,
      );
    },
    async stop() {
      await administrator.end();
      server.kill('SIGINT');
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  // What becomes of it is seen when it is next used.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** PostgreSQL refuses to run as root: its own account is used then. */
async function serverAccount(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await execute('id', [flag, 'postgres'])).stdout)),
  );
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

async function untilItAnswers<T>(ask: () => Promise<T>, isRunning: () => boolean): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isRunning()) throw new Error('PostgreSQL ended before it answered', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
