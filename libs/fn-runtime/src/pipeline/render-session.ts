import { type FunctionStepResult } from '@porch/api';
import { type FunctionRuntime, type OperationContext } from '@porch/repository';
import { type TagLister } from '../image/tag-resolution';
import { type CommandRunnerFactory } from '../runtimes/command-runner';
import { type PackageFiles } from './package-files';
import { type RenderEvents } from './render-events';
import { type StepReport } from './step-report';

export interface RenderSettings {
  readonly runtime: FunctionRuntime;
  /** Where images without a registry come from. */
  readonly imagePrefix: string;
  readonly tagListers: readonly TagLister[];
  /** Makes runners for `exec` steps; undefined forbids them. */
  readonly commandRunner: CommandRunnerFactory | undefined;
  /**
   * Leave resources that no function changed as they are in their file, and of the root Kptfile all but its status; kpt
   * prints every resource anew.
   */
  readonly keepUntouched: boolean;
  readonly events: RenderEvents;
}

/** What one render shares between its packages, and what it has found out so far. */
export interface RenderSession {
  readonly settings: RenderSettings;
  readonly files: PackageFiles;
  /** What the root is called in messages: its directory's name. */
  readonly rootName: string;
  readonly context: OperationContext;
  /** The files of the root package that resources were read from. */
  readonly inputFiles: Set<string>;
  readonly mutationSteps: StepReport[];
  readonly validationSteps: StepReport[];
  /** The functions that ran, in order, as `FunctionResultList` has them. */
  readonly functionResults: FunctionStepResult[];
  executedFunctions: number;
  packages: number;
}
