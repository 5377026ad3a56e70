import type { Comprehension, Expression } from '../syntax/syntax-tree';
import { checkCallArguments } from './check-call-arguments';
import type { Resolver } from './resolver';

/** Settles the names in an expression. */
export function resolveExpression(expression: Expression, resolver: Resolver): void {
  switch (expression.kind) {
    case 'identifier':
      return resolver.scopes.use(expression);
    case 'comprehension':
      return resolveComprehension(expression, resolver);
    case 'lambda':
      return resolver.functionDefinition(expression.definition);
    case 'call':
      resolveExpression(expression.callee, resolver);
      checkCallArguments(expression.callArguments);
      for (const { value } of expression.callArguments) resolveExpression(value, resolver);
      return;
    default:
      for (const part of partsOf(expression)) resolveExpression(part, resolver);
  }
}

function partsOf(
  expression: Exclude<Expression, { kind: 'identifier' | 'comprehension' | 'lambda' | 'call' }>,
): Expression[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'parenthesized':
    case 'unary':
      return [expression.operand];
    case 'list':
    case 'tuple':
      return [...expression.elements];
    case 'dict':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case 'conditional':
      return [expression.condition, expression.consequent, expression.alternative];
    case 'binary':
      return [expression.left, expression.right];
    case 'dot':
      return [expression.receiver];
    case 'index':
      return [expression.receiver, expression.index];
    case 'slice':
      return [expression.receiver, expression.lower, expression.upper, expression.step].filter(
        (part) => part !== undefined,
      );
  }
}

/** The first iterable belongs to the surrounding block, all else to the comprehension's own. */
function resolveComprehension({ clauses, body }: Comprehension, resolver: Resolver): void {
  clauses.forEach((clause, index) => {
    if (clause.kind === 'if') return resolver.expression(clause.condition);
    resolver.expression(clause.iterable);
    if (index === 0) resolver.scopes.enter('comprehension');
    resolver.target(clause.target);
  });
  if ('key' in body) {
    resolver.expression(body.key);
    resolver.expression(body.value);
  } else resolver.expression(body);
  resolver.scopes.leave();
}
