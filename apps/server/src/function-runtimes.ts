import { createBuiltInRuntime, createExecutableRuntime, createMultiRuntime } from '@porch/fn-runtime';
import { type FunctionRuntime } from '@porch/repository';
import { type ServerFlags } from './server-flags';

/** The ways this server runs functions, in the order they are tried: its own, then executables, then runners. */
export function createFunctionRuntime(flags: ServerFlags): FunctionRuntime {
  const runtimes: FunctionRuntime[] = [createBuiltInRuntime()];
  const directory = flags.optional('functions');
  if (directory !== undefined) runtimes.push(createExecutableRuntime({ directory }));
  return createMultiRuntime(runtimes);
}
