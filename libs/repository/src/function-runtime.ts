import { type FunctionResult } from '@porch/api';
import { type YamlNode } from '@porch/krm';
import { type OperationContext } from './operation-context';

/** kpt's ResourceList as nodes: what a function is given and gives back. */
export interface FunctionInput {
  readonly items: readonly YamlNode[];
  readonly functionConfig: YamlNode | undefined;
}

export interface FunctionOutput {
  readonly items: readonly YamlNode[];
  readonly results: readonly FunctionResult[];
  /** What the function said on standard error. */
  readonly stderr: string;
  /** 0 is success; the items of a failed function are not used. */
  readonly exitCode: number;
}

/** A function that was found, ready to be called. The runtime owns the input's nodes during the call. */
export interface FunctionRunner {
  /** @throws PorchError NotFound where the runtime learns only now that it does not have the function; the next may */
  run(input: FunctionInput, context: OperationContext): Promise<FunctionOutput>;
}

/** What a pipeline step asks for: the resolved image, `registry/path/name:tag`, or a digest. */
export interface FunctionReference {
  readonly image: string;
}

/** One way to run functions. Several are tried in a fixed order; only not-found falls through to the next. */
export interface FunctionRuntime {
  /** Undefined when this runtime does not have the function. @throws PorchError when it has it but cannot run it */
  getRunner(reference: FunctionReference, context: OperationContext): Promise<FunctionRunner | undefined>;
}
