import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SecretText } from '@porch/api';
import { isMarkOfGoneProcess, PROCESS_MARK } from '../storage/process-mark';

const PREFIX = 'porch-ssh-';

/** What ssh has to be told for one connection. */
export interface SshConnection {
  /** Where to connect to: the host's address, which was found to be allowed. */
  readonly address: string;
  /** As the known hosts name it. */
  readonly host: string;
  readonly port: number | undefined;
  readonly user: string | undefined;
  readonly privateKey: SecretText;
  readonly knownHosts: string;
  readonly connectTimeoutSeconds: number;
}

/**
 * The files that tell ssh how to connect: key, known hosts, configuration. ssh takes keys from files only, so they are
 * there, for this user alone, from before it starts until it has logged in; what a killed process left goes with the
 * next connection. The command line says nothing but where the configuration is.
 */
export class SshFiles {
  private constructor(private readonly directory: string) {}

  static async write(connection: SshConnection): Promise<SshFiles> {
    removeAbandoned();
    const directory = await mkdtemp(join(tmpdir(), `${PREFIX}${PROCESS_MARK}-`));
    const files = new SshFiles(directory);
    try {
      const put = (name: string, text: string) => writeFile(join(directory, name), text, { mode: 0o600 });
      await put('identity', `${connection.privateKey.reveal().trimEnd()}\n`);
      await put('known_hosts', connection.knownHosts);
      await put('config', configuration(connection, directory));
      return files;
    } catch (error) {
      await files.remove();
      throw error;
    }
  }

  get configuration(): string {
    return join(this.directory, 'config');
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}

function configuration(connection: SshConnection, directory: string): string {
  const { address, host, port, user } = connection;
  const quoted = (name: string) => `"${join(directory, name).replaceAll('%', '%%')}"`;
  const settings = {
    HostName: address,
    // The name to look for in the known hosts, since we connect to its address.
    HostKeyAlias: port === undefined || port === 22 ? host : `[${host}]:${port}`,
    ...(port === undefined ? {} : { Port: String(port) }),
    ...(user === undefined ? {} : { User: user }),
    IdentityFile: quoted('identity'),
    IdentitiesOnly: 'yes',
    IdentityAgent: 'none',
    PreferredAuthentications: 'publickey',
    BatchMode: 'yes',
    StrictHostKeyChecking: 'yes',
    UserKnownHostsFile: quoted('known_hosts'),
    GlobalKnownHostsFile: '/dev/null',
    ForwardAgent: 'no',
    ClearAllForwardings: 'yes',
    PermitLocalCommand: 'no',
    ConnectTimeout: String(connection.connectTimeoutSeconds),
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
}

function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const mark = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : undefined;
    if (mark !== undefined && isMarkOfGoneProcess(mark)) {
      // Another user's cannot be removed, and need not be by us.
      try {
        rmSync(join(tmpdir(), name), { recursive: true, force: true });
      } catch {
        continue;
      }
    }
  }
}
