import { isPorchError, type KubernetesObject } from '@porch/api';
import { type Client, qualifiedResource, type ResourceType, type Table } from '@porch/client';
import { createObjectPrinter } from '../printing/object-printer';
import { type OutputFormat, parseOutputFormat, wantsTable } from '../printing/output-format';
import { TablePrinter } from '../printing/table-printer';
import { CommandError } from '../session/command-error';
import { messageOf } from '../session/report-error';
import { type GetOptions } from './get-options';
import { type CommandContext } from './porch-command';
import { watchObjects, watchTables } from './watch-resources';

/** What a `get` selects beside kubectl's own flags. */
export interface Selection<T extends KubernetesObject> {
  fieldSelector?: string | undefined;
  /** Conditions that the server was not asked to apply. */
  objectMatches?: (object: T) => boolean;
  rowMatches?: (table: Table, cells: readonly unknown[]) => boolean;
}

interface Where {
  namespace?: string;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
}

/** `get` of any kind: the named objects, or all that are selected, in the format that `-o` asks for. */
export async function printResources<T extends KubernetesObject>(
  context: CommandContext,
  type: ResourceType<T>,
  options: GetOptions,
  selection: Selection<T> = {},
): Promise<void> {
  const format = parseOutputFormat(options.output, options.template);
  const client = await context.client();
  const where: Where = {
    labelSelector: options.selector,
    fieldSelector: [selection.fieldSelector, options.fieldSelector].filter(Boolean).join(',') || undefined,
    ...(options.allNamespaces ? { namespace: '' } : {}),
  };
  if (wantsTable(format)) await printTables(client, context, type, options, selection, where, format.wide);
  else await printObjects(client, context, type, options, selection, where, format);
}

async function printTables<T extends KubernetesObject>(
  client: Client,
  context: CommandContext,
  type: ResourceType<T>,
  options: GetOptions,
  selection: Selection<T>,
  where: Where,
  wide: boolean,
): Promise<void> {
  const printer = new TablePrinter({
    headers: options.headers,
    wide,
    withNamespace: options.allNamespaces === true,
    showLabels: options.showLabels === true,
    labelColumns: options.labelColumns ?? [],
  });
  const tables = await readTables(client, context, type, where);
  let columnDefinitions = tables[0]?.columnDefinitions ?? [];
  const show = (table: Table) => {
    // A watch repeats the columns only when they change.
    if (table.columnDefinitions?.length) columnDefinitions = table.columnDefinitions;
    const whole = { ...table, columnDefinitions };
    const rows = (table.rows ?? []).filter(({ cells }) => selection.rowMatches?.(whole, cells) ?? true);
    context.io.out(printer.print({ ...whole, rows }));
  };
  if (!options.watchOnly) tables.forEach(show);
  if (!options.watch && !options.watchOnly) return;
  const resourceVersion = versionOf(tables[0]);
  await watchTables(client, context, type, { ...where, resourceVersion }, show);
}

async function printObjects<T extends KubernetesObject>(
  client: Client,
  context: CommandContext,
  type: ResourceType<T>,
  options: GetOptions,
  selection: Selection<T>,
  where: Where,
  format: Exclude<OutputFormat, { kind: 'table' }>,
): Promise<void> {
  const print = await createObjectPrinter({
    format,
    headers: options.headers,
    showManagedFields: options.showManagedFields === true,
  });
  const { objects, resourceVersion } = await readObjects(client, context, type, where);
  const matches = (object: T) => selection.objectMatches?.(object) ?? true;
  if (!options.watchOnly) context.io.out(print(objects.filter(matches)));
  if (!options.watch && !options.watchOnly) return;
  await watchObjects(client, context, type, { ...where, resourceVersion }, (object) => {
    if (matches(object)) context.io.out(print([object]));
  });
}

async function readTables(client: Client, context: CommandContext, type: ResourceType, where: Where): Promise<Table[]> {
  if (context.args.length === 0) return [await client.table(type, { ...where, signal: context.signal() })];
  return eachName(context.args, async (name) => {
    try {
      return await client.table(type, { name, signal: context.signal() });
    } catch (error) {
      if (!isPorchError(error) || error.reason !== 'NotFound') throw error;
      // Upstream's client decodes no Status while it asks for tables, so its text for a missing object is this one.
      throw new CommandError(
        `the server could not find the requested resource (get ${qualifiedResource(type)} ${name})`,
      );
    }
  });
}

async function readObjects<T extends KubernetesObject>(
  client: Client,
  context: CommandContext,
  type: ResourceType<T>,
  where: Where,
): Promise<{ objects: T[]; resourceVersion: string | undefined }> {
  if (context.args.length === 0) {
    const { items, resourceVersion } = await client.list(type, { ...where, signal: context.signal() });
    return { objects: items, resourceVersion };
  }
  const objects = await eachName(context.args, (name) => client.get(type, { name }, { signal: context.signal() }));
  return { objects, resourceVersion: objects[0]?.metadata.resourceVersion };
}

/** Reads every named object; when some fail, nothing is printed and all failures are told, as kubectl's builder does. */
async function eachName<T>(names: readonly string[], read: (name: string) => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  const failures: unknown[] = [];
  for (const name of names) {
    try {
      found.push(await read(name));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new CommandError(`[${failures.map(messageOf).join(', ')}]`);
  return found;
}

function versionOf(table: Table | undefined): string | undefined {
  return table?.metadata?.resourceVersion || table?.rows[0]?.object?.metadata.resourceVersion;
}
