import { StarlarkError } from '../runtime/starlark-error';
import { StarlarkBuiltin } from '../values/starlark-builtin';
import { StarlarkStruct } from '../values/starlark-struct';

/** `struct(name = value, …)`. Not universal: hosts that want it predeclare it. */
export const structBuiltin = new StarlarkBuiltin('struct', ({ positional, named }) => {
  if (positional.length > 0) throw new StarlarkError('struct: unexpected positional arguments');
  return new StarlarkStruct(named);
});
