/** One step of a JSONPath expression, from the values reached so far to the next ones. */
export type PathStep =
  | { kind: 'field'; name: string }
  | { kind: 'wildcard' }
  | { kind: 'recursive' }
  | { kind: 'slice'; from: number | undefined; to: number | undefined; step: number }
  | { kind: 'index'; index: number }
  | { kind: 'union'; alternatives: PathStep[] }
  | { kind: 'filter'; left: FilterOperand; operator: FilterOperator | undefined; right: FilterOperand | undefined };

export type FilterOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type FilterOperand =
  { kind: 'path'; path: PathExpression } | { kind: 'value'; value: string | number | boolean };

export interface PathExpression {
  /** `$` starts at the document, otherwise at the current value. */
  fromRoot: boolean;
  steps: PathStep[];
}

/** A template: text as it is, with expressions in braces. */
export type TemplateNode =
  | { kind: 'text'; text: string }
  | { kind: 'path'; path: PathExpression }
  | { kind: 'range'; path: PathExpression; body: TemplateNode[] };
