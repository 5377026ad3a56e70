import { StarlarkError } from '../runtime/starlark-error';
import type { ReprWriter } from '../values/repr-writer';
import { StarlarkBuiltin } from '../values/starlark-builtin';
import { StarlarkObject, type Value } from '../values/value';

/**
 * Stands for a library of upstream's that this interpreter does not have. A program that only loads it runs; one that
 * uses it fails by its name.
 */
export class UnavailableLibrary extends StarlarkObject {
  override readonly typeName = 'module';

  constructor(
    private readonly module: string,
    private readonly name: string,
  ) {
    super();
  }

  override attribute(member: string): never {
    throw new StarlarkError(unavailableText(this.module, `${this.name}.${member}`));
  }

  override writeRepr(writer: ReprWriter): void {
    writer.text(`<module "${this.name}">`);
  }
}

/** The same for a library that is one function. */
export function unavailableFunction(module: string, name: string): Value {
  return new StarlarkBuiltin(name, () => {
    throw new StarlarkError(unavailableText(module, name));
  });
}

function unavailableText(module: string, member: string): string {
  return `library ${module} is not available here: ${member} cannot be used`;
}
