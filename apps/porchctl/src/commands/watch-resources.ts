import { type KubernetesObject } from '@porch/api';
import { type Client, type ResourceType, type Table, type WatchOptions } from '@porch/client';
import { UsageError } from '../session/command-error';
import { type CommandContext } from './porch-command';

export interface WatchSelection {
  namespace?: string;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  resourceVersion: string | undefined;
}

/** Shows every changed object until the user stops it. */
export async function watchObjects<T extends KubernetesObject>(
  client: Client,
  context: CommandContext,
  type: ResourceType<T>,
  selection: WatchSelection,
  show: (object: T) => void,
): Promise<void> {
  for await (const { object } of client.watch(type, watchOptions(context, selection))) show(object);
}

/** Shows every change as the server's table until the user stops it. */
export async function watchTables(
  client: Client,
  context: CommandContext,
  type: ResourceType,
  selection: WatchSelection,
  show: (table: Table) => void,
): Promise<void> {
  for await (const table of client.watchTables(type, watchOptions(context, selection))) show(table);
}

/** One named object at most, as kubectl. */
function watchOptions(context: CommandContext, selection: WatchSelection): WatchOptions {
  if (context.args.length > 1) throw new UsageError('you may only specify a single resource to watch');
  const byName = context.args.map((name) => `metadata.name=${name}`);
  return {
    ...selection,
    fieldSelector: [...byName, selection.fieldSelector].filter(Boolean).join(',') || undefined,
    signal: context.io.signal,
  };
}
