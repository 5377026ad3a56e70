import { type KubernetesObject } from '@porch/api';
import { type FunctionConfigTarget } from '@porch/controllers';
import {
  type ClosableFunctionRuntime,
  createBuiltInRuntime,
  createExecutableFileRuntime,
  createExecutableRuntime,
  createFunctionConfigRuntime,
  createGrpcRuntime,
  createMultiRuntime,
  functionConfigProblem,
  type FunctionConfigSpec,
} from '@porch/fn-runtime';
import { createFunctionCatalogue } from '@porch/functions';
import { type FunctionRuntime } from '@porch/repository';
import { type ServerFlags } from './server-flags';

export interface FunctionRuntimes extends ClosableFunctionRuntime {
  /** Where FunctionConfig objects count from. */
  readonly functionConfigs: FunctionConfigTarget;
}

/**
 * The ways this server runs functions, in the order they are tried: what FunctionConfig objects choose, its own
 * functions, executables, then each function runner in the order of the flags.
 */
export function createFunctionRuntimes(flags: ServerFlags): FunctionRuntimes {
  const catalogue = createFunctionCatalogue();
  const builtIn = createBuiltInRuntime({ catalogue });
  const directory = flags.optional('functions');
  const runners = flags.list('function-runner').map((address) => createGrpcRuntime(runnerOptions(address, flags)));
  let configs: readonly FunctionConfigSpec[] = [];
  const configured = createFunctionConfigRuntime({
    configs: () => configs,
    executors: {
      builtIn,
      ...(directory === undefined
        ? {}
        : { binary: (path: string) => createExecutableFileRuntime(path, { directory }) }),
      ...(runners.length === 0 ? {} : { remote: createMultiRuntime(runners) }),
    },
  });
  const executables: FunctionRuntime[] = directory === undefined ? [] : [createExecutableRuntime({ directory })];
  const available = { builtIn: catalogue, directory, remote: runners.length > 0 };
  const namespaces = flags.list('function-config-namespaces');
  const counts = ({ metadata }: KubernetesObject) =>
    namespaces.length === 0 || namespaces.includes(metadata.namespace ?? '');
  return {
    ...createMultiRuntime([configured, builtIn, ...executables, ...runners]),
    functionConfigs: {
      apply: (objects) => (configs = objects.filter(counts).map(specOf)),
      problemOf: async (object) =>
        counts(object)
          ? functionConfigProblem(specOf(object), available)
          : 'FunctionConfigs of this namespace do not count on this server',
    },
    close: () => runners.forEach((runner) => runner.close()),
  };
}

function specOf(object: KubernetesObject): FunctionConfigSpec {
  return object['spec'] as FunctionConfigSpec;
}

function runnerOptions(address: string, flags: ServerFlags) {
  const caFile = flags.optional('function-runner-ca-file');
  const certFile = flags.optional('function-runner-cert-file');
  const keyFile = flags.optional('function-runner-key-file');
  const tls = {
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
  return Object.keys(tls).length === 0 ? { address } : { address, tls };
}
