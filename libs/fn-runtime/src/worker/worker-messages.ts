import { type FunctionOutput, type RenderOutcome } from '@porch/repository';
import { type FunctionRun } from '../renderer/function-run';
import { type TextFunctionOutput } from '../runtimes/text-function-runner';

/** A package file as it crosses between threads. */
export interface TransferredFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly mode: 'regular' | 'executable' | 'symlink';
}

export type TransferredOutcome = Omit<RenderOutcome, 'resources'> & { readonly files: readonly TransferredFile[] };

/** An error as it crosses between threads. */
export interface TransferredError {
  readonly message: string;
  readonly stack: string;
}

/** What a worker is made with. */
export interface WorkerSettings {
  readonly functionModules: readonly string[];
  /** How many listers of tags the caller has. */
  readonly tagListers: number;
}

/** What a worker is told. */
export type MessageToWorker =
  | { readonly type: 'render'; readonly files: readonly TransferredFile[]; readonly imagePrefix: string | undefined }
  /** Run a function of the worker's catalogue on a ResourceList's text. */
  | { readonly type: 'run'; readonly image: string; readonly resourceList: string }
  /** Answers to the worker's questions, by its number. */
  | { readonly type: 'answer'; readonly question: number; readonly value?: unknown; readonly error?: TransferredError };

/** Where a function runs: in the worker itself, by the image its catalogue knows; with the caller; or nowhere. */
export type RunnerPlace = { readonly builtIn: string } | 'there' | 'nowhere';

/** What a function run with the caller gives; the objects as a ResourceList's text. */
export type TransferredOutput = Omit<FunctionOutput, 'items'> & { readonly items: string };

/** What a worker asks of its caller. */
export type WorkerQuestion =
  | { readonly ask: 'place'; readonly image: string }
  | { readonly ask: 'run'; readonly image: string; readonly resourceList: string }
  /** By the caller's lister of this place in its list. */
  | { readonly ask: 'tags'; readonly image: string; readonly lister: number };

/** What a worker says. */
export type MessageFromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'question'; readonly question: number; readonly body: WorkerQuestion }
  | { readonly type: 'functionRun'; readonly run: FunctionRun }
  | { readonly type: 'rendered'; readonly outcome: TransferredOutcome }
  | { readonly type: 'ran'; readonly output: TextFunctionOutput }
  | { readonly type: 'failed'; readonly error: TransferredError };

export function transferredError(error: unknown): TransferredError {
  if (error instanceof Error) return { message: error.message, stack: error.stack ?? error.message };
  return { message: String(error), stack: String(error) };
}
