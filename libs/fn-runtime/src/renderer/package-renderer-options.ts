import { type FunctionRuntime } from '@porch/repository';
import { type TagLister } from '../image/tag-resolution';
import { type FunctionRunObserver } from './function-run';

export interface PackageRendererOptions {
  readonly runtime: FunctionRuntime;
  /** Where images without a registry come from; the published catalogue unless given. */
  readonly imagePrefix?: string;
  /** Who knows which tags an image has, for steps with a `tag` constraint. */
  readonly tagListers?: readonly TagLister[];
  /**
   * `worker` renders in threads of their own, so that the caller's event loop stays free and a render that runs away can
   * be stopped; `inline` renders in the caller's thread. By default worker, where the worker's script is at hand.
   */
  readonly mode?: 'worker' | 'inline';
  /** Longest time a render may take, in milliseconds; 5 minutes unless given. */
  readonly deadlineMilliseconds?: number;
  /** Most renders at once in worker mode; by default as many as there are processors, less one. */
  readonly maxWorkers?: number;
  /** Most memory for one worker's objects, in MiB; 1024 unless given. */
  readonly maxWorkerMemory?: number;
  /** The worker's script; found beside this library, or beside the bundle that holds it, unless given. */
  readonly workerFile?: string;
  /** Modules with functions of one's own, loaded in every worker (see `defineFunction`). */
  readonly functionModules?: readonly string[];
  /** Told of each function that ran, in the asynchronous context that asked for the render. */
  readonly onFunctionRun?: FunctionRunObserver;
}
