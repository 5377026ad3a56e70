import { type FunctionInput, type FunctionOutput, type FunctionRunner, type OperationContext } from '@porch/repository';
import { readResourceList, resourceListText } from './resource-list-text';
import { type ProcessOutcome, type ProcessSpecification, runProcess } from './run-process';

/** How a process is started, without what each call adds. */
export type ProcessCommand = Omit<ProcessSpecification, 'stdin' | 'signal'>;

/** A function that is a process: a ResourceList on its standard input, one on its standard output. */
export function createProcessRunner(command: ProcessCommand): FunctionRunner {
  return {
    async run(input: FunctionInput, context: OperationContext): Promise<FunctionOutput> {
      const outcome = await runProcess({ ...command, stdin: resourceListText(input), signal: context.signal });
      return functionOutput(outcome);
    },
  };
}

/**
 * What a process said. Its output is read before its exit code counts, so that a failed function's results are kept.
 *
 * @throws Error for an output that cannot be read, which then counts for more than the exit code does (kpt)
 */
export function functionOutput({ stdout, stderr, exitCode }: ProcessOutcome): FunctionOutput {
  const { items, results } = readResourceList(stdout, { numberDocuments: true });
  return { items, results, stderr, exitCode };
}
