import { type FunctionResult } from '@porch/api';
import { fromJs, parseYaml, printYaml } from '@porch/krm';
import { type FunctionOutput } from '@porch/repository';
import { functionResults } from '../results/function-results';

/** A failed function's status message on the wire (upstream's function runner); its results are in it as YAML. */
export function evaluationFailureText(
  image: string,
  { results, stderr, exitCode }: Pick<FunctionOutput, 'results' | 'stderr' | 'exitCode'>,
): string {
  if (results.length === 0) return `Failed to execute function "${image}": exit status ${exitCode} (${stderr})`;
  const structured = printYaml(fromJs(results)).trimEnd();
  return `failed to evaluate function "${image}" with structured results: ${structured} and stderr: ${stderr}`;
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
