import { type FunctionResult } from '@porch/api';
import { type YamlNode } from '@porch/krm';
import { failed } from './function-outcome';
import { type KrmFunctionOutput } from './krm-function';

/** A function that cannot do its work; the text is its own. */
export class FunctionError extends Error {}

/** How functions built on kyaml's framework end in an error: one error result, its text on standard error. */
export function failedWith(
  items: YamlNode[],
  error: unknown,
  describe: (message: string) => string,
): KrmFunctionOutput {
  if (!(error instanceof FunctionError)) throw error;
  const message = describe(error.message);
  return failed(items, [{ message, severity: 'error' }], error.message);
}

/** `results` with `file` named where there is one. */
export function resultInFile(result: FunctionResult, path: string, index = 0): FunctionResult {
  if (path === '' && index === 0) return result;
  return { ...result, file: { ...(path === '' ? {} : { path }), ...(index === 0 ? {} : { index }) } };
}
