import type { Binding, FunctionScope } from '../resolve/binding';
import type { BinaryOperator, Comparison, Value } from '../values/value';
import type { Position } from './position';

/** `position` is where an error of that node is reported, as starlark-go chooses it; `start` is its first character. */
interface Node {
  readonly start: Position;
}

export interface Identifier extends Node {
  readonly kind: 'identifier';
  readonly name: string;
  /** Set by the resolver. */
  binding?: Binding;
}

export interface Literal extends Node {
  readonly kind: 'literal';
  readonly value: Value;
}

export interface ParenthesizedExpression extends Node {
  readonly kind: 'parenthesized';
  readonly operand: Expression;
}

export interface SequenceExpression extends Node {
  readonly kind: 'list' | 'tuple';
  readonly elements: readonly Expression[];
}

export interface DictEntry {
  readonly key: Expression;
  readonly value: Expression;
  readonly position: Position;
}

export interface DictExpression extends Node {
  readonly kind: 'dict';
  readonly entries: readonly DictEntry[];
}

export interface ConditionalExpression extends Node {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly consequent: Expression;
  readonly alternative: Expression;
}

export interface UnaryExpression extends Node {
  readonly kind: 'unary';
  readonly operator: '+' | '-' | '~' | 'not';
  readonly operand: Expression;
}

export interface BinaryExpression extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator | Comparison | 'not in' | 'and' | 'or';
  readonly position: Position;
  readonly left: Expression;
  readonly right: Expression;
}

export interface DotExpression extends Node {
  readonly kind: 'dot';
  readonly position: Position;
  readonly receiver: Expression;
  readonly name: string;
}

export interface IndexExpression extends Node {
  readonly kind: 'index';
  readonly position: Position;
  readonly receiver: Expression;
  readonly index: Expression;
}

export interface SliceExpression extends Node {
  readonly kind: 'slice';
  readonly position: Position;
  readonly receiver: Expression;
  readonly lower?: Expression;
  readonly upper?: Expression;
  readonly step?: Expression;
}

export interface CallArgument {
  readonly kind: 'positional' | 'named' | 'spread' | 'spreadNamed';
  readonly name?: string;
  readonly value: Expression;
  readonly position: Position;
}

export interface CallExpression extends Node {
  readonly kind: 'call';
  readonly position: Position;
  readonly callee: Expression;
  readonly callArguments: readonly CallArgument[];
}

export interface ForClause {
  readonly kind: 'for';
  readonly position: Position;
  readonly target: Expression;
  readonly iterable: Expression;
}

export interface IfClause {
  readonly kind: 'if';
  readonly condition: Expression;
}

export interface Comprehension extends Node {
  readonly kind: 'comprehension';
  readonly position: Position;
  readonly body: Expression | DictEntry;
  readonly isDict: boolean;
  readonly clauses: readonly (ForClause | IfClause)[];
}

export interface Parameter {
  readonly kind: 'plain' | 'star' | 'doubleStar';
  /** Absent for a bare `*`. */
  readonly identifier?: Identifier;
  readonly defaultValue?: Expression;
  readonly position: Position;
}

/** What a `def` and a `lambda` have in common. */
export interface FunctionDefinition {
  readonly name: string;
  readonly position: Position;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  /** Set by the resolver. */
  scope?: FunctionScope;
}

export interface LambdaExpression extends Node {
  readonly kind: 'lambda';
  readonly definition: FunctionDefinition;
}

export type Expression =
  | Identifier
  | Literal
  | ParenthesizedExpression
  | SequenceExpression
  | DictExpression
  | ConditionalExpression
  | UnaryExpression
  | BinaryExpression
  | DotExpression
  | IndexExpression
  | SliceExpression
  | CallExpression
  | Comprehension
  | LambdaExpression;

export interface AssignStatement extends Node {
  readonly kind: 'assign';
  readonly position: Position;
  readonly target: Expression;
  readonly value: Expression;
}

export interface AugmentedAssignStatement extends Node {
  readonly kind: 'augmentedAssign';
  readonly operator: BinaryOperator;
  readonly position: Position;
  readonly target: Expression;
  readonly value: Expression;
}

export interface JumpStatement extends Node {
  readonly kind: 'break' | 'continue' | 'pass';
}

export interface DefStatement extends Node {
  readonly kind: 'def';
  readonly identifier: Identifier;
  readonly definition: FunctionDefinition;
}

export interface ExpressionStatement extends Node {
  readonly kind: 'expression';
  readonly expression: Expression;
}

export interface ForStatement extends Node {
  readonly kind: 'forLoop';
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
}

export interface WhileStatement extends Node {
  readonly kind: 'while';
  readonly condition: Expression;
  readonly body: readonly Statement[];
}

export interface IfStatement extends Node {
  readonly kind: 'if';
  readonly condition: Expression;
  readonly consequent: readonly Statement[];
  readonly alternative: readonly Statement[];
}

export interface LoadStatement extends Node {
  readonly kind: 'load';
  readonly module: string;
  readonly modulePosition: Position;
  readonly bindings: readonly { readonly local: Identifier; readonly exported: string; readonly position: Position }[];
}

export interface ReturnStatement extends Node {
  readonly kind: 'return';
  readonly value?: Expression;
}

export type Statement =
  | AssignStatement
  | AugmentedAssignStatement
  | JumpStatement
  | DefStatement
  | ExpressionStatement
  | ForStatement
  | WhileStatement
  | IfStatement
  | LoadStatement
  | ReturnStatement;
