const COLUMNS = ['group', 'cases', 'passed', 'failed', 'skipped'];

/** A table of the groups, then what failed (with the text when `verbose`) and what was skipped and why. */
export function formatTable(groups, verbose) {
  const rows = Object.entries(groups).map(([group, { cases, passed, failed, skipped }]) => [
    group,
    cases,
    passed.length,
    failed.length,
    skipped.length,
  ]);
  const sums = rows.reduce((sum, row) => sum.map((value, index) => value + row[index + 1]), [0, 0, 0, 0]);
  const table = [COLUMNS, ...rows, ['total', ...sums]].map((row) => row.map(String));
  const widths = COLUMNS.map((_name, column) => Math.max(...table.map((row) => row[column].length)));
  const lines = table.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  '),
  );
  for (const [group, { failed, skipped }] of Object.entries(groups)) {
    for (const { id, message } of failed) {
      const text = verbose ? message : (message.split('\n')[0] ?? '');
      lines.push(`FAILED   ${group}/${id}: ${text}`);
    }
    for (const { id, reason } of skipped) lines.push(`skipped  ${group}/${id}: ${reason}`);
  }
  return lines.join('\n');
}
