import { type FinishedStepEvent, type RenderEvents } from '../pipeline/render-events';

/** A function that ran as a step of a render. */
export interface FunctionRun {
  /** The resolved image. */
  readonly image: string;
  readonly durationMilliseconds: number;
  /** 0 is success; undefined where the function could not be called or what it gave back could not be used. */
  readonly exitCode: number | undefined;
}

/** Told of each function as it ends, in the order of the pipeline. */
export type FunctionRunObserver = (run: FunctionRun) => void;

/** Events of a render that tell an observer of its functions. */
export function functionRunEvents(observer: FunctionRunObserver): RenderEvents {
  const tell = ({ name: image, durationMilliseconds }: FinishedStepEvent, exitCode: number | undefined) =>
    observer({ image, durationMilliseconds, exitCode });
  return {
    stepPassed: (event) => tell(event, 0),
    stepFailed: (event) => tell(event, event.exitCode),
  };
}
