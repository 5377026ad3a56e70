import { type FunctionOutput, type FunctionRunner, type OperationContext } from '@porch/repository';

/** What a function gave, its objects and results as a ResourceList's text. */
export interface TextFunctionOutput extends Omit<FunctionOutput, 'items'> {
  readonly resourceList: string;
}

/** A runner that takes a ResourceList as text, so that who has it as text need not read it. */
export interface TextFunctionRunner extends FunctionRunner {
  runText(resourceList: string, context: OperationContext): Promise<TextFunctionOutput>;
}

export function isTextFunctionRunner(runner: FunctionRunner): runner is TextFunctionRunner {
  return 'runText' in runner;
}
