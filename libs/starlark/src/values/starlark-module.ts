import { StarlarkError } from '../runtime/starlark-error';
import type { ReprWriter } from './repr-writer';
import { freeze, StarlarkObject, type HashKey, type Value } from './value';

/** A named group of members, such as a library: `json.decode`. */
export class StarlarkModule extends StarlarkObject {
  override readonly typeName = 'module';

  constructor(
    readonly name: string,
    private readonly members: ReadonlyMap<string, Value>,
  ) {
    super();
  }

  override hashKey(): HashKey {
    throw new StarlarkError('unhashable: module');
  }

  override freeze(): void {
    this.members.forEach(freeze);
  }

  override attribute(name: string): Value | undefined {
    return this.members.get(name);
  }

  override attributeNames(): readonly string[] {
    return [...this.members.keys()].sort();
  }

  override writeRepr(writer: ReprWriter): void {
    writer.text(`<module "${this.name}">`);
  }
}
