import { syntaxFailure } from '../syntax/syntax-failure';
import type { Identifier, Parameter } from '../syntax/syntax-tree';

/**
 * Checks the order of a function's parameters and gives their names as the function keeps them: by position,
 * keyword-only, `*args`, `**kwargs`.
 */
export function orderParameters(parameters: readonly Parameter[]): Identifier[] {
  const named: Identifier[] = [];
  let seenOptional = false;
  let star: Parameter | undefined;
  let doubleStar: Parameter | undefined;
  let keywordOnly = 0;
  for (const parameter of parameters) {
    const { kind, identifier, defaultValue, position } = parameter;
    if (kind === 'plain' && identifier) {
      if (doubleStar) {
        const required = defaultValue ? '' : 'required ';
        throw syntaxFailure(position, `${required}parameter may not follow **${doubleStar.identifier?.name}`);
      }
      if (!defaultValue && seenOptional && !star)
        throw syntaxFailure(position, 'required parameter may not follow optional');
      seenOptional ||= defaultValue !== undefined;
      if (star) keywordOnly++;
      named.push(identifier);
    } else if (kind === 'star') {
      if (doubleStar) throw syntaxFailure(position, `* parameter may not follow **${doubleStar.identifier?.name}`);
      if (star) throw syntaxFailure(position, 'multiple * parameters not allowed');
      star = parameter;
    } else {
      if (doubleStar) throw syntaxFailure(position, 'multiple ** parameters not allowed');
      doubleStar = parameter;
    }
  }
  if (star && !star.identifier && keywordOnly === 0) {
    throw syntaxFailure(star.position, 'bare * must be followed by keyword-only parameters');
  }
  return [...named, ...[star?.identifier, doubleStar?.identifier].filter((identifier) => identifier !== undefined)];
}
