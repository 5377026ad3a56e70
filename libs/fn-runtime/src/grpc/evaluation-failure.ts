import { type FunctionResult } from '@porch/api';
import { fromJs, parseYaml, printYaml } from '@porch/krm';
import { type FunctionOutput } from '@porch/repository';
import { functionResults } from '../results/function-results';
import { fittingStatusText, MAX_STATUS_BYTES, statusBytes } from './status-text';

/** What results may take of a status message, and one result's message of that. */
const MAX_RESULTS_BYTES = 32 * 1024;
const MAX_MESSAGE_BYTES = 8 * 1024;

/**
 * A failed function's status message on the wire (upstream's function runner); its results are in it as YAML. What a status
 * message cannot hold is left out, and said to be.
 */
export function evaluationFailureText(
  image: string,
  { results, stderr, exitCode }: Pick<FunctionOutput, 'results' | 'stderr' | 'exitCode'>,
): string {
  if (results.length === 0) {
    const before = `Failed to execute function "${image}": exit status ${exitCode} `;
    return `${before}(${fittingStatusText(stderr, MAX_STATUS_BYTES - statusBytes(before) - 2)})`;
  }
  const structured = printYaml(fromJs(fittingResults(results))).trimEnd();
  const before = `failed to evaluate function "${image}" with structured results: ${structured} and stderr: `;
  return before + fittingStatusText(stderr, MAX_STATUS_BYTES - statusBytes(before));
}

/** The first of a function's results, as many as fit, and how many others there were. */
function fittingResults(results: readonly FunctionResult[]): FunctionResult[] {
  const fitting: FunctionResult[] = [];
  let bytes = 0;
  for (const result of results) {
    const shortened = { ...result, message: fittingStatusText(result.message, MAX_MESSAGE_BYTES) };
    bytes += statusBytes(printYaml(fromJs([shortened])));
    if (bytes > MAX_RESULTS_BYTES) {
      const count = results.length - fitting.length;
      return [...fitting, { message: `${count} more results left out, too long for an answer`, severity: 'info' }];
    }
    fitting.push(shortened);
  }
  return fitting;
}

export interface EvaluationFailure {
  readonly results: readonly FunctionResult[];
  readonly stderr: string;
}

const STRUCTURED = /^failed to evaluate function "[^"]*" with structured results: ([\s\S]*) and stderr: ([\s\S]*)$/;

/**
 * What a status message says of a failed function. One that does not hold results, or holds them in a form that is not
 * understood, is all standard error.
 */
export function readEvaluationFailure(message: string): EvaluationFailure {
  const [, structured = '', stderr = ''] = STRUCTURED.exec(message) ?? [];
  const results = readResults(structured);
  return results.length === 0 ? { results, stderr: message } : { results, stderr };
}

function readResults(text: string): FunctionResult[] {
  try {
    const results = functionResults(parseYaml(text)[0]?.root);
    return results.every(({ message }) => message !== '') ? results : [];
  } catch {
    return [];
  }
}
