/** kubectl's tab writer: cells at least 6 wide, 3 spaces between columns, the last column as long as it is. */
const MINIMUM_WIDTH = 6;
const GAP = 3;

/** Rows of cells as aligned text, one line each. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = columnWidths(rows);
  return rows.map((row) => `${alignRow(row, widths)}\n`).join('');
}

/** Column widths that fit every row; `previous` keeps the columns of rows that are already printed. */
export function columnWidths(rows: readonly (readonly string[])[], previous: readonly number[] = []): number[] {
  const widths = [...previous];
  for (const row of rows) {
    row.slice(0, -1).forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? MINIMUM_WIDTH, displayWidth(cell) + GAP);
    });
  }
  return widths;
}

export function alignRow(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, at) => {
      const padding = (widths[at] ?? 0) - displayWidth(cell);
      return at === row.length - 1 ? cell : cell + ' '.repeat(Math.max(padding, GAP));
    })
    .join('');
}

/** Go's tab writer counts code points. */
function displayWidth(text: string): number {
  return [...text].length;
}
