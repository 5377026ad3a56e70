import { type FunctionResult } from '@porch/api';
import { type YamlNode } from '@porch/krm';
import { type KrmFunctionOutput } from './krm-function';

/** The items and the report of a function that ended well. */
export function succeeded(items: YamlNode[], results: FunctionResult[] = []): KrmFunctionOutput {
  return { items, results, exitCode: 0 };
}

/** A function that ended with exit code 1; `stderr` is what a process would have left on standard error. */
export function failed(items: YamlNode[], results: FunctionResult[], stderr: string): KrmFunctionOutput {
  return { items, results, stderr, exitCode: 1 };
}

/** How functions built on the Go SDK end when their processor says "not ok": the text is the SDK's. */
export function failedInProcessor(items: YamlNode[], results: FunctionResult[]): KrmFunctionOutput {
  return failed(items, results, 'failed to evaluate function: error: function failure');
}

export const info = (message: string): FunctionResult => ({ message, severity: 'info' });
export const warning = (message: string): FunctionResult => ({ message, severity: 'warning' });
export const error = (message: string): FunctionResult => ({ message, severity: 'error' });
