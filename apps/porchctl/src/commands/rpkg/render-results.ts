import { type FunctionResult, type RenderStatus } from '@porch/api';

/** What upstream's push says about the functions that ran: one block of lines for each. */
export function renderResultLines({ error, result }: RenderStatus): string {
  const failure = error ? `Package is updated, but failed to render the package.\nError: ${error}\n` : '';
  const functions = (result?.items ?? []).map(({ image, exec, exitCode, results }) => {
    const name = `"${image || exec || ''}"`;
    const outcome = exitCode === 0 ? 'PASS' : 'FAIL';
    return `[RUNNING] ${name} \n[${outcome}] ${name}\n${resultsBlock(results ?? [])}`;
  });
  return failure + functions.join('');
}

/** One result stands on the title's line, several below it. */
function resultsBlock(results: readonly FunctionResult[]): string {
  const lines = results.map((result) => functionResultText(result).replaceAll('\n', ' '));
  if (lines.length === 0) return '';
  return lines.length === 1 ? `[Results]: ${lines[0]}\n` : `[Results]:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** `[severity] apiVersion/kind/namespace/name field: message`, without what is not known; severity defaults to info. */
function functionResultText({ severity, resourceRef, field, message }: FunctionResult): string {
  const object = [resourceRef?.apiVersion, resourceRef?.kind, resourceRef?.namespace, resourceRef?.name]
    .filter(Boolean)
    .join('/');
  const subject = [`[${severity || 'info'}]`, object, field?.path].filter(Boolean).join(' ');
  return `${subject}: ${message}`;
}
