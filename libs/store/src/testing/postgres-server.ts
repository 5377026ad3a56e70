import { type ChildProcess, execFile, spawn } from 'node:child_process';
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
  /** Breaks every connection, or those whose last statement begins like this, as a failing network would. */
  dropConnections(statement?: string): Promise<void>;
  /** Ends it with SIGKILL, as a crash would; {@link start} brings it back with what was committed. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops it where it stands: connections stay and nothing answers, as behind a network that swallows everything. */
  freeze(): Promise<void>;
  thaw(): Promise<void>;
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
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
  const url = `postgres://porch@localhost/postgres?host=${encodeURIComponent(directory)}`;
  const launch = async () => {
    const child = spawn(join(bin, 'postgres'), args, { ...options, stdio: 'ignore' });
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    await untilItAnswers(() => asking(url, 'select 1'), child);
    return { child, exited };
  };
  let running = await launch();
  const end = (signal: NodeJS.Signals) => {
    running.child.kill(signal);
    return running.exited;
  };
  let schemas = 0;
  return {
    async createDatabase() {
      schemas += 1;
      const schema = `porch_${schemas}`;
      await asking(url, `create schema ${schema}`);
      return `${url}&options=${encodeURIComponent(`-c search_path=${schema}`)}`;
    },
    async dropConnections(statement = '') {
      await asking(
        url,
        `select pg_terminate_backend(pid) from pg_stat_activity
           where pid <> pg_backend_pid() and usename = 'porch' and query like '${statement}%'`,
      );
    },
    kill: () => end('SIGKILL'),
    async start() {
      // Until the processes of the one that was killed have gone, another one does not start.
      for (;;) {
        try {
          running = await launch();
          return;
        } catch (error) {
          if (!(error instanceof EndedError)) throw error;
        }
      }
    },
    freeze: () => signalAll(running.child, 'SIGSTOP'),
    thaw: () => signalAll(running.child, 'SIGCONT'),
    async stop() {
      await end('SIGINT');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** To the process and its children; some of them come and go. */
async function signalAll({ pid = 0 }: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  process.kill(pid, signal);
  const { stdout } = await execute('pgrep', ['-P', String(pid)]);
  for (const child of stdout.split('\n').filter((line) => line !== '')) {
    try {
      process.kill(Number(child), signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

/** The process ended before it answered. */
class EndedError extends Error {}

async function asking(url: string, question: string): Promise<void> {
  const client = new Client({ connectionString: url });
  // What becomes of it is seen when it is next used.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(question);
  } finally {
    await client.end();
  }
}

/** PostgreSQL refuses to run as root: its own account is used then. */
async function serverAccount(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await execute('id', [flag, 'postgres'])).stdout)),
  );
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

async function untilItAnswers(ask: () => Promise<void>, child: ChildProcess): Promise<void> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new EndedError('PostgreSQL ended before it answered', { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
