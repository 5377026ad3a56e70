import { type FunctionRunner } from '@porch/repository';
import { splitCommandLine } from './command-line';
import { createProcessRunner } from './process-runner';

/** Makes a runner for a command line, as a step's `exec` has it. @throws Error for a command line that is not one */
export type CommandRunnerFactory = (command: string) => FunctionRunner;

export interface CommandRunnerOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeLimitMilliseconds?: number;
}

const TIME_LIMIT_MILLISECONDS = 5 * 60 * 1000;
const OUTPUT_LIMIT_BYTES = 256 * 1024 * 1024;

/**
 * Runs commands as the user would, with the user's environment: for command lines only, where the user allowed it.
 * @throws Error for a command line that is empty or has an open quote
 */
export function createCommandRunnerFactory(options: CommandRunnerOptions): CommandRunnerFactory {
  return (command) => {
    const [file, ...args] = commandWords(command);
    if (file === undefined) throw new Error('must specify `exec` or `image` to execute a function');
    const runner = createProcessRunner({
      file,
      args,
      cwd: options.cwd,
      env: options.env,
      timeLimitMilliseconds: options.timeLimitMilliseconds ?? TIME_LIMIT_MILLISECONDS,
      outputLimit: OUTPUT_LIMIT_BYTES,
    });
    return {
      run: (input, context) =>
        runner.run(input, context).catch((error: unknown) => {
          throw startFailure(file, error) ?? error;
        }),
    };
  };
}

/** Why a program could not be started, in kpt's words; undefined for any other error. */
function startFailure(file: string, cause: unknown): Error | undefined {
  const { code, syscall } = cause as NodeJS.ErrnoException;
  if (syscall?.startsWith('spawn') !== true) return undefined;
  const reason = code === 'EACCES' ? 'permission denied' : 'no such file or directory';
  const what = file.includes('/')
    ? `fork/exec ${file}: ${reason}`
    : `exec: "${file}": executable file not found in $PATH`;
  return new Error(`unexpected function error: ${what}`, { cause });
}

function commandWords(command: string): string[] {
  try {
    return splitCommandLine(command);
  } catch (cause) {
    throw new Error(`exec command "${command}" must be valid: ${(cause as Error).message}`, { cause });
  }
}
