import type { Binding, FunctionScope } from './binding';

/** A region in which names are looked up: the file, a function body or a comprehension. */
export interface Block {
  readonly kind: 'file' | 'function' | 'comprehension';
  readonly parent: Block | undefined;
  readonly scope: FunctionScope;
  readonly bindings: Map<string, Binding>;
}

export function createBlock(kind: Block['kind'], parent?: Block): Block {
  const scope = kind === 'comprehension' && parent !== undefined ? parent.scope : { variables: [], captures: [] };
  return { kind, scope, parent, bindings: new Map() };
}

/** Adds a local variable to a block, or finds the one that is there. */
export function bindLocal(block: Block, name: string): Binding {
  const known = block.bindings.get(name);
  if (known !== undefined) return known;
  const binding: Binding = { scope: 'local', index: block.scope.variables.length };
  block.scope.variables.push({ name, binding });
  block.bindings.set(name, binding);
  return binding;
}

/** Looks a name up from a block outwards, short of the file; a variable of an outer function is captured on the way. */
export function lookUpLocal(block: Block, name: string): Binding | undefined {
  if (block.kind === 'file') return undefined;
  const own = block.bindings.get(name);
  if (own !== undefined || block.parent === undefined) return own;
  const outer = lookUpLocal(block.parent, name);
  if (outer === undefined || block.kind === 'comprehension') return outer;
  if (outer.scope === 'local') outer.scope = 'cell';
  const free: Binding = { scope: 'free', index: block.scope.captures.length };
  block.scope.captures.push({ binding: outer, name });
  block.bindings.set(name, free);
  return free;
}

/** The names bound in a block and those around it, short of the file. */
export function namesAround(block: Block): string[] {
  const outer = block.parent === undefined ? [] : namesAround(block.parent);
  return block.kind === 'file' ? [] : [...block.bindings.keys(), ...outer];
}
