/** A function that ran and ended with an exit code other than 0. */
export class FunctionExecutionError extends Error {
  readonly exitCode: number;
  readonly stderr: string;

  constructor(exitCode: number, stderr: string) {
    super(executionErrorText(exitCode, stderr));
    this.name = 'FunctionExecutionError';
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

/** kpt's one-line text of a failed execution. */
export function executionErrorText(exitCode: number, stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  return `[Stderr]:\n${lines.join(', ')}  Exit Code: ${exitCode}\n`;
}
