import { type FunctionRunner } from '@porch/repository';

/** Makes a runner for a command line, as a step's `exec` has it. @throws Error for a command line that is not one */
export type CommandRunnerFactory = (command: string) => FunctionRunner;
