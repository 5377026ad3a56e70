import { type FunctionResult } from '@porch/api';
import { type YamlNode } from '@porch/krm';

/** The ResourceList a function is given (kpt's function contract). The function owns the nodes and may change them in place. */
export interface KrmFunctionInput {
  readonly items: YamlNode[];
  readonly functionConfig?: YamlNode | undefined;
}

/** What a function gives back: the items in their new order, its report, and how it would have ended as a process. */
export interface KrmFunctionOutput {
  readonly items: YamlNode[];
  readonly results: FunctionResult[];
  /** What the function would have written to standard error. */
  readonly stderr?: string;
  /** 0 is success, whatever the severity of the results; anything else fails the step and discards the items. */
  readonly exitCode: number;
}

export interface KrmFunctionContext {
  /** Long-running functions check it now and then; the caller owns it. */
  readonly signal?: AbortSignal;
  /** The tag of the image that was asked for, where a version's behaviour differs; empty for the newest. */
  readonly tag?: string;
}

/** Which objects a function takes as functionConfig. An empty group and version with kind ConfigMap means core/v1. */
export interface FunctionConfigKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** A JSON schema (draft 2020-12 subset) of a function's configuration, for documentation and editors. */
export type FunctionConfigSchema = Readonly<Record<string, unknown>>;

/** One function of the catalogue: its name as in the image, and what it does to a ResourceList. */
export interface KrmFunction {
  readonly name: string;
  /** One sentence, shown by `fn list`. */
  readonly description: string;
  readonly configKinds: readonly FunctionConfigKind[];
  readonly configSchema?: FunctionConfigSchema;
  run(input: KrmFunctionInput, context: KrmFunctionContext): KrmFunctionOutput | Promise<KrmFunctionOutput>;
}

/** A function that is done when it returns, which every function of the catalogue is. */
export interface SynchronousKrmFunction extends KrmFunction {
  run(input: KrmFunctionInput, context: KrmFunctionContext): KrmFunctionOutput;
}
