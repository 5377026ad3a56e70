import { resolve } from 'node:path';
import { type FunctionConfigTarget } from '@porch/controllers';
import {
  type ClosableFunctionRuntime,
  createBuiltInRuntime,
  createBuiltInTagLister,
  createExecutableFileRuntime,
  createExecutableRuntime,
  createFunctionConfigRuntime,
  createGrpcRuntime,
  createMultiRuntime,
  createRegistryTagLister,
  functionConfigProblem,
  loadFunctionModules,
  type TagLister,
} from '@porch/fn-runtime';
import { createFunctionCatalogue, type KrmFunction } from '@porch/functions';
import { type FunctionRuntime } from '@porch/repository';
import { createFunctionConfigScopes, functionConfigSpecOf } from './function-config-scopes';
import { functionRunnerOptions } from './function-runner-options';
import { type ServerFlags } from './server-flags';
import { StartupError } from './startup-error';

/** Where upstream's FunctionConfigs live. */
const SYSTEM_NAMESPACE = 'porch-fn-system';

export interface FunctionRuntimes extends ClosableFunctionRuntime {
  /** Where FunctionConfig objects count from. */
  readonly functionConfigs: FunctionConfigTarget;
  /** The modules of functions that render threads have to load. */
  readonly functionModules: readonly string[];
  /** Who knows the tags of images, for steps with a constraint on theirs. */
  readonly tagListers: readonly TagLister[];
}

/**
 * The ways this server runs functions, in the order they are tried: what FunctionConfig objects choose, its own
 * functions, executables, then each function runner in the order of the flags.
 */
export function createFunctionRuntimes(flags: ServerFlags): FunctionRuntimes {
  const functionModules = flags.list('function-module').map((file) => resolve(file));
  const catalogue = createFunctionCatalogue({ additional: functionsOf(functionModules) });
  const builtIn = createBuiltInRuntime({ catalogue });
  const directory = flags.optional('functions');
  const runners = flags
    .list('function-runner')
    .map((address) => createGrpcRuntime(functionRunnerOptions(address, flags)));
  const named = flags.list('function-config-namespaces');
  const everywhere = named.length === 0 ? [SYSTEM_NAMESPACE] : named;
  let configs = createFunctionConfigScopes([], everywhere);
  const configured = createFunctionConfigRuntime({
    configs: (namespace) => configs.of(namespace),
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
  return {
    ...createMultiRuntime([configured, builtIn, ...executables, ...runners]),
    functionConfigs: {
      apply: (objects) => (configs = createFunctionConfigScopes(objects, everywhere)),
      problemOf: (object) => functionConfigProblem(functionConfigSpecOf(object), available),
    },
    functionModules,
    tagListers: [createBuiltInTagLister(catalogue, registryLister(flags.list('function-registry')))],
    close: () => runners.forEach((runner) => runner.close()),
  };
}

/** Only registries that were named are asked, so that a package cannot have the server call where it likes. */
function registryLister(hosts: readonly string[]): TagLister | undefined {
  return hosts.length === 0 ? undefined : createRegistryTagLister({ mayAsk: (host) => hosts.includes(host) });
}

/** The functions run in render threads; here they are loaded to learn their names, and whether they can be loaded. */
function functionsOf(modules: readonly string[]): KrmFunction[] {
  try {
    return loadFunctionModules(modules);
  } catch (error) {
    throw new StartupError(`--function-module: ${(error as Error).message}`);
  }
}
