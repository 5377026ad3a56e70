import { isPublished, type PackageRevisionObject } from '@porch/api';
import { packageRevisions, repositories } from '@porch/client';
import { alignColumns } from '../../printing/align-columns';
import { CommandError, failuresError } from '../../session/command-error';
import { type CommandContext } from '../porch-command';
import { availableUpdates } from './available-updates';

/** Prints which package revisions have an upgrade waiting, seen from below (`upstream`) or from above. */
export async function discoverUpdates(context: CommandContext, direction: string): Promise<void> {
  if (direction !== 'upstream' && direction !== 'downstream') {
    throw new CommandError(`argument for 'discover' must be one of 'upstream' or 'downstream'`);
  }
  const client = await context.client();
  const { items: all } = await client.list(packageRevisions, { signal: context.signal() });
  const chosen = direction === 'upstream' && context.args.length > 0 ? named(all, context.args) : all;
  const registered = await client.list(repositories, { namespace: '', signal: context.signal() });
  const published = chosen.filter(({ spec }) => isPublished(spec.lifecycle ?? 'Draft'));
  const found = published.map((revision) => ({ revision, ...availableUpdates(revision, all, registered.items) }));
  context.io.out(direction === 'upstream' ? upstreamTable(found) : downstreamTable(found, context.args));
}

function named(all: readonly PackageRevisionObject[], names: readonly string[]): PackageRevisionObject[] {
  const missing = names.filter((name) => !all.some(({ metadata }) => metadata.name === name));
  if (missing.length > 0) throw failuresError(missing.map((name) => `could not find package revision ${name}`));
  return names.flatMap((name) => all.filter(({ metadata }) => metadata.name === name));
}

type Found = { revision: PackageRevisionObject } & ReturnType<typeof availableUpdates>;

function upstreamTable(found: readonly Found[]): string {
  const rows = found.map(({ revision, repository, updates }) => [
    revision.metadata.name ?? '',
    repository,
    updates.length === 0 ? 'No update available' : updates.map(versionOf).join(', '),
  ]);
  return alignColumns([['PACKAGE REVISION', 'UPSTREAM REPOSITORY', 'UPSTREAM UPDATES'], ...rows]);
}

/** A row for each newest upstream revision and each downstream revision that is behind it. */
function downstreamTable(found: readonly Found[], names: readonly string[]): string {
  const rows = found.flatMap(({ revision, basedOn, draft, updates }) => {
    const newest = updates.at(-1);
    if (!newest) return [];
    const from = draft === undefined ? basedOn : `(draft "${draft}")`;
    return [[newest.metadata.name ?? '', revision.metadata.name ?? '', `${from}->${versionOf(newest)}`]];
  });
  const shown = names.length === 0 ? rows : rows.filter(([upstream = '']) => names.includes(upstream));
  if (shown.length === 0) return 'All downstream packages are up to date.\n';
  return alignColumns([['PACKAGE REVISION', 'DOWNSTREAM PACKAGE', 'DOWNSTREAM UPDATE'], ...shown]);
}

function versionOf({ spec }: PackageRevisionObject): string {
  return `v${spec.revision ?? 0}`;
}
