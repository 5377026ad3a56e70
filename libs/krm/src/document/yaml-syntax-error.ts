import { PorchError } from '@porch/api';

/** Where in a text something is: line and column count from 1. */
export interface YamlPosition {
  line: number;
  column: number;
}

/** A text that is not YAML we accept. The message names the file (if known), the line and the column. */
export class YamlSyntaxError extends PorchError {
  readonly problem: string;
  readonly file: string | undefined;
  readonly line: number;
  readonly column: number;

  constructor(problem: string, position: YamlPosition, file?: string) {
    const where = `line ${position.line}, column ${position.column}`;
    super('Invalid', file === undefined ? `yaml: ${where}: ${problem}` : `yaml: ${file}: ${where}: ${problem}`);
    this.name = 'YamlSyntaxError';
    this.problem = problem;
    this.file = file;
    this.line = position.line;
    this.column = position.column;
  }

  /** The same error, told of a file, or at a line offset when the text was cut out of a larger one. */
  within(file: string | undefined, linesBefore: number): YamlSyntaxError {
    return new YamlSyntaxError(this.problem, { line: this.line + linesBefore, column: this.column }, file ?? this.file);
  }
}
