import { type FunctionResult } from '@porch/api';

/** What became of one pipeline step, as `status.renderStatus` of the root Kptfile records it. */
export interface StepReport {
  readonly name?: string;
  readonly image?: string;
  readonly exec?: string;
  readonly when?: string;
  readonly skipped?: boolean;
  readonly executionError?: string;
  readonly stderr?: string;
  readonly exitCode: number;
  readonly results?: readonly FunctionResult[];
}

/** kpt's one line per failed step. */
export function errorSummaryOf(steps: readonly StepReport[]): string {
  return steps.flatMap((step) => failureLine(step) ?? []).join('\n');
}

function failureLine(step: StepReport): string | undefined {
  const subject = step.name || step.image || step.exec || '';
  if (step.executionError) return `${subject}: ${step.executionError}`;
  return step.exitCode === 0 ? undefined : `${subject}: exit code ${step.exitCode}`;
}
