import type { Position } from '../syntax/position';
import { syntaxFailure } from '../syntax/syntax-failure';
import type { Identifier } from '../syntax/syntax-tree';
import { nearestName } from '../text/nearest-name';
import type { Binding } from './binding';
import { bindLocal, createBlock, lookUpLocal, namesAround, type Block } from './block';
import type { Dialect } from './dialect';

/** The names that a program may use without binding them. */
export interface KnownNames {
  readonly predeclared: ReadonlyMap<string, unknown>;
  readonly universal: ReadonlyMap<string, unknown>;
}

/** The blocks around the place that the resolver is at, and what names stand for there. */
export class ScopeChain {
  readonly globals = new Map<string, Binding>();
  readonly loaded = new Set<string>();
  readonly file = createBlock('file');
  private block: Block = this.file;
  private readonly firstBound = new Map<string, Position>();
  private readonly pendingUses: { readonly identifier: Identifier; readonly block: Block }[] = [];

  constructor(
    private readonly names: KnownNames,
    private readonly dialect: Dialect,
  ) {}

  get inFunction(): boolean {
    for (let block: Block | undefined = this.block; block !== undefined; block = block.parent) {
      if (block.kind === 'function') return true;
    }
    return false;
  }

  enter(kind: 'function' | 'comprehension'): Block {
    return (this.block = createBlock(kind, this.block));
  }

  leave(): void {
    this.block = this.block.parent ?? this.file;
  }

  bind(identifier: Identifier): void {
    identifier.binding =
      this.block === this.file ? this.bindGlobal(identifier) : bindLocal(this.block, identifier.name);
  }

  bindParameter(identifier: Identifier): void {
    const { name, start } = identifier;
    if (this.block.bindings.has(name)) throw syntaxFailure(start, `duplicate parameter: ${name}`);
    this.bind(identifier);
  }

  bindLoaded(identifier: Identifier): void {
    this.bind(identifier);
    this.loaded.add(identifier.name);
  }

  private bindGlobal({ name, start }: Identifier): Binding {
    const first = this.firstBound.get(name);
    if (first !== undefined && !this.dialect.globalReassign) {
      const kind = this.loaded.has(name) ? 'local' : 'global';
      throw syntaxFailure(start, `cannot reassign ${kind} ${name} declared at ${first.toString()}`);
    }
    this.firstBound.set(name, first ?? start);
    const binding = this.globals.get(name) ?? { scope: 'global' as const, index: this.globals.size };
    this.globals.set(name, binding);
    return binding;
  }

  /** At the top level a name stands for what it stood for so far; elsewhere all bindings of the block count. */
  use(identifier: Identifier): void {
    if (this.block === this.file && this.dialect.globalReassign) identifier.binding = this.lookUpFile(identifier);
    else this.pendingUses.push({ identifier, block: this.block });
  }

  settleUses(): void {
    for (const { identifier, block } of this.pendingUses) {
      identifier.binding = lookUpLocal(block, identifier.name) ?? this.lookUpFile(identifier, namesAround(block));
    }
  }

  private lookUpFile({ name, start }: Identifier, locals: readonly string[] = []): Binding {
    const global = this.globals.get(name);
    if (global !== undefined) return global;
    if (this.names.predeclared.has(name)) return { scope: 'predeclared', index: 0 };
    if (this.names.universal.has(name)) {
      if (name === 'set' && !this.dialect.set) throw syntaxFailure(start, 'dialect does not support sets');
      return { scope: 'universal', index: 0 };
    }
    const known = [...locals, ...this.globals.keys(), ...this.names.predeclared.keys(), ...this.names.universal.keys()];
    const nearest = nearestName(name, known);
    throw syntaxFailure(start, `undefined: ${name}${nearest === undefined ? '' : ` (did you mean ${nearest}?)`}`);
  }
}
