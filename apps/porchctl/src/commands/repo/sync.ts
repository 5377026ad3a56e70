import { type RepositoryObject, toTimestamp } from '@porch/api';
import { type Client, repositories } from '@porch/client';
import { type Command } from 'commander';
import { QuietExit, UsageError } from '../../session/command-error';
import { messageOf } from '../../session/report-error';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';
import { runOnceAt } from './run-once-at';

interface SyncOptions {
  all?: boolean;
  allNamespaces?: boolean;
  runOnce?: string;
}

export function syncCommand(session: Session): Command {
  return porchCommand<SyncOptions>(
    session,
    { name: 'sync', aliases: ['reconcile'], usage: '[NAME...]', summary: 'Schedule a one-time sync of repositories.' },
    (command) =>
      command
        .option('--all', 'sync every repository of the namespace')
        .option('-A, --all-namespaces', 'with --all: sync the repositories of all namespaces')
        .option(
          '--run-once <WHEN>',
          'a duration (10m, 2h30m) or an RFC 3339 time; default and minimum 1 minute from now',
        ),
    sync,
  );
}

async function sync(context: CommandContext, options: SyncOptions): Promise<void> {
  const { io, args } = context;
  const { at, warning } = runOnceAt(options.runOnce, io.now());
  if (warning) io.out(`Warning: ${warning}\n`);
  if (!options.all && args.length === 0) throw new UsageError('repository name(s) required unless --all is set');
  const client = await context.client();
  const { found, failed } = await repositoriesToSync(client, context, options);
  if (found.length === 0) {
    const where = options.allNamespaces ? 'across all namespaces' : `in namespace "${client.namespace}"`;
    throw new UsageError(`no repositories found ${where}`);
  }
  const runOnce = toTimestamp(at);
  let failures = failed;
  for (const repository of found) {
    const { name = '' } = repository.metadata;
    try {
      const spec = { ...repository.spec, sync: { ...repository.spec.sync, runOnceAt: runOnce } };
      await client.update(repositories, { ...repository, spec }, { signal: context.signal() });
      io.out(`Scheduled one-time sync for "${name}" at ${runOnce}\n`);
    } catch (error) {
      failures += 1;
      io.err(`Failed to update repository "${name}": ${messageOf(error)}\n`);
    }
  }
  if (failures > 0) throw new QuietExit(1);
}

async function repositoriesToSync(
  client: Client,
  context: CommandContext,
  options: SyncOptions,
): Promise<{ found: RepositoryObject[]; failed: number }> {
  if (options.all) {
    const where = options.allNamespaces ? { namespace: '' } : {};
    const { items } = await client.list(repositories, { ...where, signal: context.signal() });
    return { found: items, failed: 0 };
  }
  const found: RepositoryObject[] = [];
  for (const name of context.args) {
    try {
      found.push(await client.get(repositories, { name }, { signal: context.signal() }));
    } catch (error) {
      context.io.err(`Error fetching repository "${name}": ${messageOf(error)}\n`);
    }
  }
  return { found, failed: context.args.length - found.length };
}
