import type { Thread } from '../runtime/thread';
import type { ReprWriter } from './repr-writer';
import { StarlarkObject, typeName, type HashKey, type Value } from './value';

/** The arguments of a call: by position, and by name in the order they were written. */
export interface Arguments {
  readonly positional: readonly Value[];
  readonly named: readonly (readonly [string, Value])[];
}

export type BuiltinBody = (args: Arguments, thread: Thread) => Value;

/** A function of the host. A method is one that knows its receiver. */
export class StarlarkBuiltin extends StarlarkObject {
  override readonly typeName = 'builtin_function_or_method';

  constructor(
    readonly name: string,
    readonly body: BuiltinBody,
    private readonly receiver?: Value,
  ) {
    super();
  }

  override hashKey(): HashKey {
    return this;
  }

  override writeRepr(writer: ReprWriter): void {
    if (this.receiver === undefined) writer.text(`<built-in function ${this.name}>`);
    else writer.text(`<built-in method ${this.name} of ${typeName(this.receiver)} value>`);
  }
}
