import { type FunctionResult } from '@porch/api';

/** One result as kpt's console shows it: `[severity] resource field: message`. */
export function resultText({ severity, resourceRef, field, message }: FunctionResult): string {
  const { apiVersion, kind, namespace, name } = resourceRef ?? {};
  const resource = [apiVersion, kind, namespace, name].filter((part) => part !== undefined && part !== '').join('/');
  const subject = [`[${severity || 'info'}]`, resource, field?.path ?? ''].filter((part) => part !== '').join(' ');
  return `${subject}: ${message}`;
}

/** A duration as Go prints it, in whole milliseconds. */
export function durationText(milliseconds: number): string {
  const whole = Math.floor(milliseconds);
  if (whole === 0) return '0s';
  if (whole < 1000) return `${whole}ms`;
  const minutes = Math.floor(whole / 60_000);
  const seconds = `${(whole % 60_000) / 1000}s`;
  return minutes === 0 ? seconds : `${minutes}m${seconds}`;
}
