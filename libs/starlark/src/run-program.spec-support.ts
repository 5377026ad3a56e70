import { structBuiltin } from './builtins/struct';
import { standardModules } from './modules/standard-modules';
import { runStarlark, type RunOptions } from './run-starlark';
import { StarlarkError } from './runtime/starlark-error';

/** What a program prints. */
export function printed(source: string, options: RunOptions = {}): string {
  let output = '';
  const print = (message: string) => (output += `${message}\n`);
  runStarlark(source, { print, modules: standardModules(), predeclared: { struct: structBuiltin }, ...options });
  return output;
}

/** What an expression evaluates to, as `repr` has it. */
export function evaluated(expression: string, options: RunOptions = {}): string {
  return printed(`result = ${expression}\nprint(repr(result))`, options).slice(0, -1);
}

/** The error that a program ends with; it must end with one. */
export function errorOf(source: string, options: RunOptions = {}): StarlarkError {
  try {
    printed(source, options);
  } catch (error) {
    if (StarlarkError.is(error)) return error;
    throw error;
  }
  throw new Error(`the program ended well: ${source}`);
}
