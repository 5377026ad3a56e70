import { writeFile } from 'node:fs/promises';
import { type KubernetesObject, toTimestamp } from '@porch/api';
import { type Command } from 'commander';
import { UsageError } from '../../session/command-error';
import { withProgress } from '../../session/progress';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';
import { consistentList } from './consistent-list';
import { sealFromFile } from './passphrase';
import { storedKinds } from './stored-kinds';

interface ExportOptions {
  file?: string;
  passphraseFile?: string;
  withoutSecrets?: boolean;
}

export function exportCommand(session: Session): Command {
  return porchCommand<ExportOptions>(
    session,
    {
      name: 'export',
      usage: '',
      summary: 'Write all stored objects to a file.',
      description:
        'Writes every object that the server keeps in its own store (registrations, Secrets, metadata of package ' +
        'revisions, roles …), of all namespaces and as of one moment, as one List in JSON. Packages themselves are in git.',
    },
    (command) =>
      command
        .option('-f, --file <FILE>', 'where to write; default: standard output')
        .option('--passphrase-file <FILE>', 'encrypt Secrets with the passphrase in this file (scrypt, AES-256-GCM)')
        .option('--without-secrets', 'leave Secrets out'),
    exportObjects,
  );
}

async function exportObjects(context: CommandContext, options: ExportOptions): Promise<void> {
  const { io } = context;
  if (options.passphraseFile && options.withoutSecrets) {
    throw new UsageError('--passphrase-file cannot be combined with --without-secrets');
  }
  const seal = options.passphraseFile ? await sealFromFile(options.passphraseFile) : undefined;
  const client = await context.client();
  const signal = () => context.signal();
  const objects = await withProgress(io, 'exporting', async () =>
    consistentList(client, await storedKinds(client, signal()), signal),
  );
  const items = objects
    .filter(({ kind }) => !(options.withoutSecrets && kind === 'Secret'))
    .map((object) => (seal && object.kind === 'Secret' ? seal.seal(object) : object));
  const text = exportText(items, client.server, io.now());
  if (options.file) await writeFile(options.file, text, { mode: 0o600 });
  else io.out(text);
  const plain = items.filter(({ kind }) => kind === 'Secret').length;
  io.err(`${items.length} objects exported${plain > 0 ? `, ${plain} Secrets among them unencrypted` : ''}\n`);
}

function exportText(items: readonly KubernetesObject[], server: string, now: Date): string {
  const metadata = {
    annotations: { 'porch.kpt.dev/exported-from': server, 'porch.kpt.dev/exported-at': toTimestamp(now) },
  };
  return `${JSON.stringify({ apiVersion: 'v1', kind: 'List', metadata, items }, null, 2)}\n`;
}
