import type { Statement } from '../syntax/syntax-tree';
import type { FunctionScope } from './binding';
import type { Dialect } from './dialect';
import { Resolver } from './resolver';
import { ScopeChain, type KnownNames } from './scope-chain';

export interface ResolvedProgram {
  readonly statements: readonly Statement[];
  /** All names that the file binds, in order. */
  readonly globals: readonly string[];
  /** Those of them that `load` brings in, which the file does not pass on. */
  readonly loaded: ReadonlySet<string>;
  readonly scope: FunctionScope;
}

/**
 * Finds out what every name in a program stands for and writes it into the tree, and refuses what no run could make
 * right: unknown names, misplaced statements, wrong parameters.
 *
 * @throws StarlarkError of kind `syntax`.
 */
export function resolveProgram(statements: readonly Statement[], names: KnownNames, dialect: Dialect): ResolvedProgram {
  const scopes = new ScopeChain(names, dialect);
  new Resolver(scopes, dialect).statements(statements);
  scopes.settleUses();
  return { statements, globals: [...scopes.globals.keys()], loaded: scopes.loaded, scope: scopes.file.scope };
}
