export { baseNameAndTag, hasTagOrDigest, imageRepository } from './image/image-name';
export { createBuiltInTagLister } from './image/built-in-tag-lister';
export {
  createRegistryTagLister,
  type RegistryCredentials,
  type RegistryTagListerOptions,
} from './image/registry-tag-lister';
export { parseConstraint, resolveImageTag, type TagLister, versionTags } from './image/tag-resolution';
export { type PackageRendering, renderPackage, type RenderPackageOptions } from './pipeline/render-package';
export { type RenderEvents } from './pipeline/render-events';
export { type ClosablePackageRenderer, createPackageRenderer } from './renderer/create-package-renderer';
export { type FunctionRun, type FunctionRunObserver } from './renderer/function-run';
export { type PackageRendererOptions } from './renderer/package-renderer-options';
export { functionResult, functionResults } from './results/function-results';
export { type BuiltInRuntimeOptions, createBuiltInRuntime } from './runtimes/built-in-runtime';
export {
  createThreadedBuiltInRuntime,
  type ThreadedBuiltInRuntime,
  type ThreadedBuiltInRuntimeOptions,
} from './runtimes/threaded-built-in-runtime';
export { createMultiRuntime } from './runtimes/multi-runtime';
export { readResourceList, type ResourceList, resourceListText } from './runtimes/resource-list-text';
export { errorText } from './console/error-text';
export { createRenderConsole, type Paint } from './console/render-console';
export { durationText, resultText } from './console/result-text';
export { isAlreadyHandled, KptError, rootCause } from './errors/kpt-error';
export { executionErrorText, FunctionExecutionError } from './errors/function-execution-error';
export { resultListText } from './results/result-list-text';
export { splitCommandLine } from './runtimes/command-line';
export {
  type CommandRunnerFactory,
  type CommandRunnerOptions,
  createCommandRunnerFactory,
} from './runtimes/command-runner';
export {
  type ContainerRuntimeOptions,
  createContainerRuntime,
  type ImagePullPolicy,
} from './runtimes/container-runtime';
export {
  createExecutableFileRuntime,
  createExecutableRuntime,
  type ExecutableRuntimeOptions,
} from './runtimes/executable-runtime';
export { evaluateFunction, type Evaluation, type EvaluationOutcome } from './pipeline/evaluate-function';
export { type Selector } from './pipeline/selector';
export { savePipelineFunction } from './kptfile/save-pipeline-function';
export { type PipelineFunction } from './pipeline/pipeline-function';
export { clearCallAnnotations } from './pipeline/call-annotations';
export { initialConfig } from './pipeline/function-config';
export { enforcePathRules, pathRelativeToRoot } from './pipeline/path-rules';
export { mergeSelection } from './pipeline/selection-merge';
export { matchesSelector } from './pipeline/selector';
export {
  type EvaluateFunctionRequest,
  type EvaluateFunctionResponse,
  FUNCTION_EVALUATOR,
  MAX_MESSAGE_BYTES,
} from './grpc/function-evaluator';
export {
  type FunctionRunnerServer,
  type FunctionRunnerServerOptions,
  startFunctionRunnerServer,
} from './grpc/function-runner-server';
export { HEALTH, NOT_SERVING, SERVING } from './grpc/health-service';
export { functionNotFound, isFunctionNotFound } from './runtimes/function-not-found';
export { type ClosableFunctionRuntime, createGrpcRuntime, type GrpcRuntimeOptions } from './runtimes/grpc-runtime';
export { loadFunctionModules } from './worker/load-function-modules';
export { type AvailableExecutors, functionConfigProblem } from './runtimes/function-config-problem';
export {
  createFunctionConfigRuntime,
  type FunctionConfigRuntimeOptions,
  type FunctionConfigSpec,
  type FunctionExecutors,
} from './runtimes/function-config-runtime';
