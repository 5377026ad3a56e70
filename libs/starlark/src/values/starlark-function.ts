import { bindArguments } from '../compile/bind-arguments';
import { Frame, type Cell, type Execute, type Globals } from '../compile/frame';
import type { Thread } from '../runtime/thread';
import type { Position } from '../syntax/position';
import type { ReprWriter } from './repr-writer';
import type { Arguments } from './starlark-builtin';
import { freeze, StarlarkObject, type HashKey, type Value } from './value';

/** What all functions made by one `def` or `lambda` share. */
export interface FunctionCode {
  readonly name: string;
  readonly position: Position;
  /** Names of the parameters: by position, keyword-only, `*args`, `**kwargs`. */
  readonly parameterNames: readonly string[];
  readonly positionalCount: number;
  readonly keywordOnlyCount: number;
  readonly hasStar: boolean;
  readonly hasDoubleStar: boolean;
  /** Indices of locals that are cells. */
  readonly cellIndices: readonly number[];
  readonly body: Execute;
}

/** A function of the program, with the values of its defaults and the variables it took from around it. */
export class StarlarkFunction extends StarlarkObject {
  override readonly typeName = 'function';

  constructor(
    readonly code: FunctionCode,
    /** One for each positional and keyword-only parameter, undefined where it must be given. */
    readonly defaults: readonly (Value | undefined)[],
    private readonly captures: readonly Cell[],
    private readonly globals: Globals,
  ) {
    super();
  }

  call(args: Arguments, thread: Thread): Value {
    const { name, position, cellIndices, body } = this.code;
    const locals: (Value | undefined)[] = [];
    const frame = new Frame(name, this.code, position, locals, this.captures, this.globals, thread);
    return thread.within(frame, () => {
      bindArguments(this, args, locals, thread.budget);
      for (const index of cellIndices) frame.cells[index] = { value: locals[index] };
      body(frame);
      return frame.result;
    });
  }

  override hashKey(): HashKey {
    return this;
  }

  override freeze(): void {
    for (const value of this.defaults) if (value !== undefined) freeze(value);
    for (const cell of this.captures) {
      if (cell.value !== undefined && cell.value !== this) freezeOnce(cell);
    }
  }

  override writeRepr(writer: ReprWriter): void {
    writer.text(`<function ${this.code.name}>`);
  }
}

const frozenCells = new WeakSet<Cell>();

/** Functions may refer to each other in a ring. */
function freezeOnce(cell: Cell): void {
  if (frozenCells.has(cell) || cell.value === undefined) return;
  frozenCells.add(cell);
  freeze(cell.value);
}
