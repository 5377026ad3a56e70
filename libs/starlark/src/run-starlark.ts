import { universalNames } from './builtins/universal';
import { compileStatements } from './compile/compile-statement';
import { Frame, type Cell, type Globals } from './compile/frame';
import { fullDialect, type Dialect } from './resolve/dialect';
import { resolveProgram } from './resolve/resolve-program';
import { Budget, type Limits } from './runtime/budget';
import { StarlarkError } from './runtime/starlark-error';
import { Thread, toStarlarkError } from './runtime/thread';
import { parseProgram } from './syntax/parse-program';
import { Position } from './syntax/position';
import { freeze, type Value } from './values/value';

/** The names that a library gives to those who load it. */
export type ModuleMembers = Readonly<Record<string, Value>> | ReadonlyMap<string, Value>;

export interface RunOptions {
  /** Shown in error messages. Default `program.star`. */
  readonly fileName?: string;
  /** Names that the program may use besides the universal ones. */
  readonly predeclared?: Readonly<Record<string, Value>>;
  /** What `load` finds, by the name that the program loads. */
  readonly modules?: Readonly<Record<string, ModuleMembers>>;
  /** Takes what the program prints, a line a call without its end. Default: it is dropped. */
  readonly print?: (message: string) => void;
  readonly limits?: Limits;
  /** Looked at every few thousand steps. The run is synchronous: only what runs beside it can abort it. */
  readonly signal?: AbortSignal;
  /** Parts of the language to refuse. Default: nothing. */
  readonly dialect?: Partial<Dialect>;
}

/**
 * Runs a program to its end and returns its global variables, frozen, in the order in which they are bound.
 *
 * @throws StarlarkError for everything that is wrong with the program, with its traceback in `backtrace()`.
 */
export function runStarlark(source: string, options: RunOptions = {}): ReadonlyMap<string, Value> {
  try {
    return run(source, options);
  } catch (error) {
    throw toStarlarkError(error);
  }
}

function run(source: string, options: RunOptions): ReadonlyMap<string, Value> {
  const { fileName = 'program.star', predeclared = {}, modules = {}, limits = {}, print = () => undefined } = options;
  const dialect = { ...fullDialect, ...options.dialect };
  const budget = new Budget(limits, options.signal);
  budget.checkNow();
  const context = { predeclared: new Map(Object.entries(predeclared)), universal: universalNames };
  const program = resolveProgram(parseProgram(fileName, source), context, dialect);
  const execute = compileStatements(program.statements, context);
  const thread = new Thread({
    budget,
    allowRecursion: dialect.recursion,
    print,
    load: (name) => findModule(name, modules),
    ...(limits.maxCallDepth !== undefined && { maxCallDepth: limits.maxCallDepth }),
  });
  const globals: Globals = { names: program.globals, loaded: program.loaded, values: [] };
  const frame = new Frame('<toplevel>', program, new Position(fileName, 1, 1), [], [], globals, thread);
  for (const { binding } of program.scope.variables) {
    if (binding.scope === 'cell') frame.cells[binding.index] = { value: undefined } satisfies Cell;
  }
  thread.within(frame, () => execute(frame));
  return exportGlobals(globals);
}

function exportGlobals({ names, values, loaded }: Globals): ReadonlyMap<string, Value> {
  const exported = new Map<string, Value>();
  names.forEach((name, index) => {
    const value = values[index];
    if (value === undefined || loaded.has(name)) return;
    freeze(value);
    exported.set(name, value);
  });
  return exported;
}

function findModule(name: string, modules: Readonly<Record<string, ModuleMembers>>): ReadonlyMap<string, Value> {
  const members = Object.hasOwn(modules, name) ? modules[name] : undefined;
  if (members === undefined) {
    const known = Object.keys(modules);
    const hint = known.length === 0 ? 'there is no library to load' : `the libraries are ${known.join(', ')}`;
    throw new StarlarkError(`cannot load ${name}: no such library; ${hint}`);
  }
  return members instanceof Map ? members : new Map(Object.entries(members));
}
