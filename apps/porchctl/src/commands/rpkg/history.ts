import { isPublished, type PackageRevisionObject, type Task } from '@porch/api';
import { packageRevisions } from '@porch/client';
import { type Command } from 'commander';
import { alignColumns } from '../../printing/align-columns';
import { jsonText, yamlText } from '../../printing/structured-text';
import { CommandError, UsageError } from '../../session/command-error';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';

interface HistoryOptions {
  output?: string;
}

export function historyCommand(session: Session): Command {
  return porchCommand<HistoryOptions>(
    session,
    {
      name: 'history',
      usage: 'NAME',
      summary: "Show the revisions of a package revision's package, the newest first.",
    },
    (command) => command.option('-o, --output <FORMAT>', 'json or yaml, for programs'),
    history,
  );
}

async function history(context: CommandContext, options: HistoryOptions): Promise<void> {
  const [name] = context.args;
  if (name === undefined) throw new CommandError('PACKAGE_REVISION is a required positional argument');
  const client = await context.client();
  const { spec } = await client.get(packageRevisions, { name }, { signal: context.signal() });
  const fieldSelector = `spec.packageName=${spec.packageName ?? ''},spec.repository=${spec.repository ?? ''}`;
  const { items } = await client.list(packageRevisions, { fieldSelector, signal: context.signal() });
  const entries = items
    .filter((item) => item.spec.packageName === spec.packageName && item.spec.repository === spec.repository)
    .filter((item) => (item.spec.revision ?? 0) >= 0)
    .sort(newestFirst)
    .map(historyEntry);
  if (options.output === 'json') context.io.out(jsonText(entries));
  else if (options.output === 'yaml') context.io.out(yamlText(entries));
  else if (options.output) throw new UsageError(`unknown output format "${options.output}"; use json or yaml`);
  else context.io.out(historyTable(entries));
}

interface HistoryEntry {
  name: string;
  revision: number;
  lifecycle: string;
  /** How it came to be: `init`, `clone of x`, `copy of x`, `upgrade of x to y`. */
  madeBy: string;
  publishedBy?: string;
  publishedAt?: string;
  commit?: string;
}

function historyEntry({ metadata, spec, status }: PackageRevisionObject): HistoryEntry {
  const commit = status?.selfLock?.git?.commit;
  return {
    name: metadata.name ?? '',
    revision: spec.revision ?? 0,
    lifecycle: spec.lifecycle ?? 'Draft',
    madeBy: taskText(spec.tasks?.[0]),
    ...(status?.publishedBy ? { publishedBy: status.publishedBy } : {}),
    ...(status?.publishTimestamp ? { publishedAt: status.publishTimestamp } : {}),
    ...(commit ? { commit } : {}),
  };
}

function taskText(task: Task | undefined): string {
  switch (task?.type) {
    case 'clone': {
      const upstream = task.clone?.upstreamRef;
      return `clone of ${upstream?.upstreamRef?.name ?? upstream?.git?.repo ?? upstream?.oci?.image ?? 'unknown'}`;
    }
    case 'edit':
      return `copy of ${task.edit?.sourceRef?.name ?? 'unknown'}`;
    case 'upgrade':
      return `upgrade of ${task.upgrade?.localPackageRevisionRef?.name ?? 'unknown'} to ${task.upgrade?.newUpstreamRef?.name ?? 'unknown'}`;
    default:
      return task?.type ?? '';
  }
}

/** Work in progress first, then revisions from the highest down. */
function newestFirst(a: PackageRevisionObject, b: PackageRevisionObject): number {
  const rank = ({ spec }: PackageRevisionObject) =>
    isPublished(spec.lifecycle ?? 'Draft') ? (spec.revision ?? 0) : Number.MAX_SAFE_INTEGER;
  return rank(b) - rank(a) || ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1);
}

function historyTable(entries: readonly HistoryEntry[]): string {
  const rows = entries.map((entry) => [
    entry.name,
    entry.revision === 0 ? '' : `v${entry.revision}`,
    entry.lifecycle,
    entry.publishedBy ?? '',
    entry.publishedAt ?? '',
    entry.commit?.slice(0, 12) ?? '',
    entry.madeBy,
  ]);
  return alignColumns([
    ['NAME', 'REVISION', 'LIFECYCLE', 'PUBLISHED BY', 'PUBLISHED AT', 'COMMIT', 'MADE BY'],
    ...rows,
  ]);
}
