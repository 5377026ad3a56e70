import { StarlarkBuiltin, type BuiltinBody } from '../values/starlark-builtin';
import { StarlarkModule } from '../values/starlark-module';
import type { Value } from '../values/value';

/** A library of functions and constants. The names of its functions in error messages may carry a prefix. */
export function defineModule(
  name: string,
  functions: Readonly<Record<string, BuiltinBody>>,
  { constants = {}, prefix = '' }: { constants?: Readonly<Record<string, Value>>; prefix?: string } = {},
): StarlarkModule {
  const builtins = Object.entries(functions).map(([member, body]) => {
    return [member, new StarlarkBuiltin(prefix + member, body)] as const;
  });
  return new StarlarkModule(name, new Map<string, Value>([...builtins, ...Object.entries(constants)]));
}
