import { type KubernetesObject } from '@porch/api';
import { type Client, type ResourceType, type Table } from '@porch/client';
import { createObjectPrinter } from '../printing/object-printer';
import { type OutputFormat, parseOutputFormat, wantsTable } from '../printing/output-format';
import { sortBy } from '../printing/sort-by';
import { TablePrinter } from '../printing/table-printer';
import { CommandError, UsageError } from '../session/command-error';
import { type GetOptions } from './get-options';
import { type CommandContext } from './porch-command';
import { readObjects, readTables, type ResourceQuery } from './read-resources';
import { watchObjects, watchTables } from './watch-resources';

/** What a `get` selects beside kubectl's own flags. */
export interface Selection<T extends KubernetesObject> {
  fieldSelector?: string | undefined;
  /** Conditions that the server was not asked to apply. */
  objectMatches?: (object: T) => boolean;
  rowMatches?: (table: Table, cells: readonly unknown[]) => boolean;
}

/** `get` of any kind: the named objects, or all that are selected, in the format that `-o` asks for. */
export async function printResources<T extends KubernetesObject>(
  context: CommandContext,
  type: ResourceType<T>,
  options: GetOptions,
  selection: Selection<T> = {},
): Promise<void> {
  const format = parseOutputFormat(options.output, options.template);
  if (options.allNamespaces && context.args.length > 0) {
    throw new CommandError('a resource cannot be retrieved by name across all namespaces');
  }
  const client = await context.client();
  const where: ResourceQuery = {
    labelSelector: options.selector,
    fieldSelector: [selection.fieldSelector, options.fieldSelector].filter(Boolean).join(',') || undefined,
    pageSize: pageSize(options.chunkSize),
    ignoreNotFound: options.ignoreNotFound === true,
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
  where: ResourceQuery,
  wide: boolean,
): Promise<void> {
  const printer = new TablePrinter({
    headers: options.headers,
    wide,
    namePrefix: options.showKind ? `${type.kind.toLowerCase()}${type.group ? `.${type.group}` : ''}/` : '',
    withNamespace: options.allNamespaces === true,
    showLabels: options.showLabels === true,
    labelColumns: options.labelColumns ?? [],
  });
  const tables = sorted(
    await readTables(client, context, type, { ...where, ...(options.sortBy ? { includeObject: 'Object' } : {}) }),
    options.sortBy,
  );
  let columnDefinitions = tables[0]?.columnDefinitions ?? [];
  let shown = 0;
  const show = (table: Table) => {
    // A watch repeats the columns only when they change.
    if (table.columnDefinitions?.length) columnDefinitions = table.columnDefinitions;
    const whole = { ...table, columnDefinitions };
    const rows = (table.rows ?? []).filter(({ cells }) => selection.rowMatches?.(whole, cells) ?? true);
    shown += rows.length;
    context.io.out(printer.print({ ...whole, rows }));
  };
  if (!options.watchOnly) tables.forEach(show);
  if (!options.watch && !options.watchOnly) {
    // Upstream says nothing at all; a person gets what kubectl says.
    const place = options.allNamespaces ? '' : ` in ${client.namespace} namespace`;
    if (shown === 0 && context.io.stderrIsTerminal) context.io.err(`No resources found${place}.\n`);
    return;
  }
  const resourceVersion = versionOf(tables[0]);
  await watchTables(client, context, type, { ...where, resourceVersion }, show);
}

async function printObjects<T extends KubernetesObject>(
  client: Client,
  context: CommandContext,
  type: ResourceType<T>,
  options: GetOptions,
  selection: Selection<T>,
  where: ResourceQuery,
  format: Exclude<OutputFormat, { kind: 'table' }>,
): Promise<void> {
  const print = await createObjectPrinter({
    format,
    headers: options.headers,
    showManagedFields: options.showManagedFields === true,
  });
  const { objects, resourceVersion } = await readObjects(client, context, type, where);
  const matches = (object: T) => selection.objectMatches?.(object) ?? true;
  const shown = objects.filter(matches);
  if (!options.watchOnly) {
    context.io.out(print(options.sortBy ? sortBy(shown, options.sortBy, (object) => object) : shown));
  }
  if (!options.watch && !options.watchOnly) return;
  await watchObjects(client, context, type, { ...where, resourceVersion }, (object) => {
    if (matches(object)) context.io.out(print([object]));
  });
}

/** Rows of all tables in one, when they are to be sorted. */
function sorted(tables: readonly Table[], expression: string | undefined): readonly Table[] {
  const [first] = tables;
  if (!expression || !first) return tables;
  const rows = tables.flatMap((table) => table.rows ?? []);
  return [{ ...first, rows: sortBy(rows, expression, ({ object }) => object) }];
}

function pageSize(text: string): number {
  const size = Number(text);
  if (!Number.isInteger(size) || size < 0) throw new UsageError(`invalid argument "${text}" for "--chunk-size" flag`);
  return size;
}

function versionOf(table: Table | undefined): string | undefined {
  return table?.metadata?.resourceVersion || table?.rows[0]?.object?.metadata.resourceVersion;
}
