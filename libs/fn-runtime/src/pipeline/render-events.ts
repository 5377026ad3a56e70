import { type FunctionResult } from '@porch/api';

/** A step as progress reports name it. */
export interface StepEvent {
  /** The resolved image, or the command. */
  readonly name: string;
  /** The package's path of display names, such as `app/db`. */
  readonly package: string;
}

export interface FinishedStepEvent extends StepEvent {
  readonly durationMilliseconds: number;
  readonly results: readonly FunctionResult[];
  readonly stderr: string;
}

/** Told of a render's progress as it happens, for a console. Every callback is optional. */
export interface RenderEvents {
  packageStarted?(packageName: string): void;
  packageFinished?(packageName: string): void;
  /** `selected` is the number of resources, for steps that select some. */
  stepStarted?(event: StepEvent & { readonly selected: number | undefined }): void;
  stepPassed?(event: FinishedStepEvent): void;
  /** `exitCode` is undefined where the function did not get to run or broke a rule of the pipeline. */
  stepFailed?(event: FinishedStepEvent & { readonly exitCode: number | undefined }): void;
  stepSkipped?(event: StepEvent): void;
}
