import type { Budget } from '../runtime/budget';
import { compareText } from '../text/utf8-text';
import { compositeKey } from './hash-key';
import type { ReprWriter } from './repr-writer';
import { freeze, StarlarkObject, type BinaryOperator, type HashKey, type Value } from './value';

/** Named fields that cannot change, printed in the order of their names. */
export class StarlarkStruct extends StarlarkObject {
  override readonly typeName = 'struct';
  private readonly fields: ReadonlyMap<string, Value>;

  constructor(fields: Iterable<readonly [string, Value]>) {
    super();
    this.fields = new Map([...fields].sort(([a], [b]) => compareText(a, b)));
  }

  override freeze(): void {
    this.fields.forEach(freeze);
  }

  override hashKey(budget: Budget): HashKey {
    return compositeKey('S', [...this.fields.keys(), ...this.fields.values()], budget);
  }

  override attribute(name: string): Value | undefined {
    return this.fields.get(name);
  }

  override attributeNames(): readonly string[] {
    return [...this.fields.keys()];
  }

  /** Structs add up to one with the fields of both; the right one wins. */
  override binary(operator: BinaryOperator, other: Value, side: 'left' | 'right'): Value | undefined {
    if (operator !== '+' || side !== 'left' || !(other instanceof StarlarkStruct)) return undefined;
    return new StarlarkStruct([...this.fields, ...other.fields]);
  }

  override writeRepr(writer: ReprWriter): void {
    writer.container(this, 'struct(...)', () => {
      writer.text('struct(');
      let first = true;
      for (const [name, value] of this.fields) {
        writer.text(`${first ? '' : ', '}${name} = `);
        writer.value(value);
        first = false;
      }
      writer.text(')');
    });
  }
}
