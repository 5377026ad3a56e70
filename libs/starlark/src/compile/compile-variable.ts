import { StarlarkError } from '../runtime/starlark-error';
import type { Identifier } from '../syntax/syntax-tree';
import type { Value } from '../values/value';
import type { CompileContext } from './compile-context';
import type { Evaluate, Frame } from './frame';

/** Reads a variable. */
export function compileVariable({ name, binding, start }: Identifier, context: CompileContext): Evaluate {
  if (binding === undefined) throw new Error(`unresolved name ${name}`);
  const { index, scope } = binding;
  const unassigned = (frame: Frame, kind: string) => {
    frame.position = start;
    return new StarlarkError(`${kind} variable ${name} referenced before assignment`);
  };
  switch (scope) {
    case 'local':
      return (frame) => {
        const value = frame.locals[index];
        if (value === undefined) throw unassigned(frame, 'local');
        return value;
      };
    case 'cell':
      return (frame) => {
        const value = frame.cells[index]?.value;
        if (value === undefined) throw unassigned(frame, 'local');
        return value;
      };
    case 'free':
      return (frame) => {
        const value = frame.captures[index]?.value;
        if (value === undefined) throw unassigned(frame, 'local');
        return value;
      };
    case 'global':
      return (frame) => {
        const value = frame.globals.values[index];
        if (value === undefined) throw unassigned(frame, frame.globals.loaded.has(name) ? 'local' : 'global');
        return value;
      };
    case 'predeclared':
    case 'universal': {
      const value = context[scope].get(name) ?? null;
      return () => value;
    }
  }
}

export type Assign = (frame: Frame, value: Value) => void;

/** Writes a variable. */
export function compileVariableAssignment({ name, binding }: Identifier): Assign {
  if (binding === undefined) throw new Error(`unresolved name ${name}`);
  const { index, scope } = binding;
  switch (scope) {
    case 'local':
      return (frame, value) => {
        frame.locals[index] = value;
      };
    case 'cell':
      return (frame, value) => {
        const cell = frame.cells[index];
        if (cell) cell.value = value;
      };
    case 'global':
      return (frame, value) => {
        frame.globals.values[index] = value;
      };
    case 'free':
    case 'predeclared':
    case 'universal':
      throw new Error(`${name} cannot be assigned to`);
  }
}
