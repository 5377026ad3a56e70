import { StarlarkError } from '../../runtime/starlark-error';

export function patternError(problem: string, fragment: string): StarlarkError {
  return new StarlarkError(`error parsing regexp: ${problem}: \`${fragment}\``);
}
