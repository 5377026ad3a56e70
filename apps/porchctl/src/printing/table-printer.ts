import { type Table, type TableColumn, type TableRow } from '@porch/client';
import { alignRow, columnWidths } from './align-columns';

export interface TablePrinterOptions {
  headers: boolean;
  wide: boolean;
  withNamespace: boolean;
  showLabels: boolean;
  /** Put before each name, as `repository.config.porch.kpt.dev/`. */
  namePrefix: string;
  /** Labels that get a column of their own. */
  labelColumns: readonly string[];
}

/** Prints server tables as kubectl does; tables with the same columns continue one another under one header. */
export class TablePrinter {
  private widths: number[] = [];
  private printedColumns: string | undefined;

  constructor(private readonly options: TablePrinterOptions) {}

  /** The text for a table. An empty table is nothing, not even headers. */
  print(table: Table): string {
    const rows = table.rows ?? [];
    if (rows.length === 0) return '';
    const columns = this.shownColumns(table.columnDefinitions);
    const lines = rows.map((row) => this.cells(row, columns));
    const header = this.header(columns);
    const title = header.join('\t');
    if (this.options.headers && title !== this.printedColumns) lines.unshift(header);
    this.printedColumns = title;
    this.widths = columnWidths(lines, this.widths);
    return lines.map((line) => `${alignRow(line, this.widths)}\n`).join('');
  }

  private shownColumns(definitions: readonly TableColumn[]): { column: TableColumn; at: number }[] {
    return definitions
      .map((column, at) => ({ column, at }))
      .filter(({ column }) => this.options.wide || (column.priority ?? 0) === 0);
  }

  private header(columns: readonly { column: TableColumn }[]): string[] {
    const { withNamespace, labelColumns, showLabels } = this.options;
    return [
      ...(withNamespace ? ['NAMESPACE'] : []),
      ...columns.map(({ column }) => column.name.toUpperCase()),
      ...labelColumns.map((label) => label.slice(label.lastIndexOf('/') + 1).toUpperCase()),
      ...(showLabels ? ['LABELS'] : []),
    ];
  }

  private cells(row: TableRow, columns: readonly { column: TableColumn; at: number }[]): string[] {
    const { withNamespace, labelColumns, showLabels } = this.options;
    const metadata = row.object?.metadata;
    const labels = metadata?.labels ?? {};
    return [
      ...(withNamespace ? [metadata?.namespace ?? ''] : []),
      ...columns.map(({ column, at }) => {
        const prefix = column.name === 'Name' ? this.options.namePrefix : '';
        return prefix + cellText(row.cells[at]);
      }),
      ...labelColumns.map((label) => labels[label] ?? ''),
      ...(showLabels ? [labelText(labels)] : []),
    ];
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // A cell is one line; what a terminal could take for a command is shown, not sent.
  const [line = ''] = text.split(/[\n\r\f]/, 1);
  return (line.length < text.length ? `${line}...` : line).replace(/[\u0000-\u001f\u007f]/g, '?');
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',');
}
