import type { Position } from '../syntax/position';
import { syntaxFailure } from '../syntax/syntax-failure';
import type { Expression, FunctionDefinition, LoadStatement, Statement } from '../syntax/syntax-tree';
import type { Dialect } from './dialect';
import { orderParameters } from './order-parameters';
import { resolveExpression } from './resolve-expression';
import type { ScopeChain } from './scope-chain';

/** Walks the statements of a program once, in order. */
export class Resolver {
  private loopDepth = 0;
  private conditionDepth = 0;

  constructor(
    readonly scopes: ScopeChain,
    private readonly dialect: Dialect,
  ) {}

  statements(statements: readonly Statement[]): void {
    for (const statement of statements) this.statement(statement);
  }

  private statement(statement: Statement): void {
    switch (statement.kind) {
      case 'expression':
        return this.expression(statement.expression);
      case 'break':
      case 'continue':
        if (this.loopDepth === 0) throw syntaxFailure(statement.start, `${statement.kind} not in a loop`);
        return;
      case 'pass':
        return;
      case 'if':
        this.requireControl('if statement', statement.start);
        this.expression(statement.condition);
        this.conditionDepth++;
        this.statements(statement.consequent);
        this.statements(statement.alternative);
        this.conditionDepth--;
        return;
      case 'assign':
        this.expression(statement.value);
        return this.target(statement.target);
      case 'augmentedAssign':
        this.expression(statement.value);
        return this.augmentedTarget(statement.target);
      case 'def':
        this.scopes.bind(statement.identifier);
        return this.functionDefinition(statement.definition);
      case 'forLoop':
        this.requireControl('for loop', statement.start);
        this.expression(statement.iterable);
        this.target(statement.target);
        return this.loop(statement.body);
      case 'while':
        if (!this.dialect.whileLoops) throw syntaxFailure(statement.start, 'dialect does not support while loops');
        this.requireControl('while loop', statement.start);
        this.expression(statement.condition);
        return this.loop(statement.body);
      case 'return':
        if (!this.scopes.inFunction) throw syntaxFailure(statement.start, 'return statement not within a function');
        if (statement.value) this.expression(statement.value);
        return;
      case 'load':
        return this.load(statement);
    }
  }

  expression(expression: Expression): void {
    resolveExpression(expression, this);
  }

  private requireControl(what: string, position: Position): void {
    if (this.dialect.topLevelControl || this.scopes.inFunction) return;
    throw syntaxFailure(position, `${what} not within a function`);
  }

  private loop(body: readonly Statement[]): void {
    this.loopDepth++;
    this.statements(body);
    this.loopDepth--;
  }

  private load(statement: LoadStatement): void {
    if (this.scopes.inFunction) throw syntaxFailure(statement.start, 'load statement within a function');
    if (this.loopDepth > 0) throw syntaxFailure(statement.start, 'load statement within a loop');
    if (this.conditionDepth > 0) throw syntaxFailure(statement.start, 'load statement within a conditional');
    for (const { local, exported, position } of statement.bindings) {
      if (exported.startsWith('_')) {
        throw syntaxFailure(position, `load: names with leading underscores are not exported: ${exported}`);
      }
      this.scopes.bindLoaded(local);
    }
  }

  /** Binds the names of the left side of an assignment, and resolves its other parts. */
  target(target: Expression): void {
    switch (target.kind) {
      case 'identifier':
        return this.scopes.bind(target);
      case 'index':
      case 'dot':
        return this.expression(target);
      case 'parenthesized':
        return this.target(target.operand);
      case 'list':
      case 'tuple':
        for (const element of target.elements) this.target(element);
        return;
      default:
        throw syntaxFailure(target.start, `can't assign to ${describeExpression(target)}`);
    }
  }

  private augmentedTarget(target: Expression): void {
    if (target.kind === 'parenthesized') return this.augmentedTarget(target.operand);
    if (target.kind === 'list' || target.kind === 'tuple') {
      throw syntaxFailure(target.start, `can't use ${target.kind} expression in augmented assignment`);
    }
    this.target(target);
  }

  /** Defaults belong to the surrounding block, the body to its own. */
  functionDefinition(definition: FunctionDefinition): void {
    const parameters = orderParameters(definition.parameters);
    for (const { defaultValue } of definition.parameters) if (defaultValue) this.expression(defaultValue);
    const { loopDepth, conditionDepth } = this;
    this.loopDepth = 0;
    this.conditionDepth = 0;
    definition.scope = this.scopes.enter('function').scope;
    for (const identifier of parameters) this.scopes.bindParameter(identifier);
    this.statements(definition.body);
    this.scopes.leave();
    this.loopDepth = loopDepth;
    this.conditionDepth = conditionDepth;
  }
}

function describeExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'comprehension':
    case 'literal':
      return expression.kind;
    case 'conditional':
      return 'condexpr';
    default:
      return `${expression.kind}expr`;
  }
}
