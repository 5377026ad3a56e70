import { createFunctionCatalogue } from '@porch/functions';
import {
  createBuiltInRuntime,
  createBuiltInTagLister,
  createContainerRuntime,
  createExecutableRuntime,
  createMultiRuntime,
  createRegistryTagLister,
  type ImagePullPolicy,
  type TagLister,
} from '@porch/fn-runtime';
import { type FunctionRuntime } from '@porch/repository';
import { type FnIo } from './fn-io';

export interface RuntimeFlags {
  /** A directory of function binaries. */
  readonly functions?: string | undefined;
  readonly imagePullPolicy?: ImagePullPolicy | undefined;
  readonly network?: boolean | undefined;
  readonly mounts?: readonly string[] | undefined;
  readonly environment?: readonly string[] | undefined;
  readonly user?: string | undefined;
}

/** What a container runtime exits with when it cannot get an image. */
const NO_SUCH_IMAGE_EXIT_CODE = 125;

/** On the command line a function that nobody has fails when its turn comes, as an image does that cannot be pulled. */
const missingFunctions: FunctionRuntime = {
  getRunner: ({ image }) =>
    Promise.resolve({
      run: () =>
        Promise.resolve({
          items: [],
          results: [],
          stderr:
            `function "${image}" is not available: it is no built-in function; binaries of --functions DIR and, ` +
            'with KRM_FN_RUNTIME set to docker or podman, containers can run others',
          exitCode: NO_SUCH_IMAGE_EXIT_CODE,
        }),
    }),
};

/**
 * Who runs functions on the command line, in this order: built-in functions in process, binaries of `--functions`, and
 * containers where KRM_FN_RUNTIME names a program for them (`docker`, `podman`, `nerdctl`).
 */
export function createCommandLineRuntime(flags: RuntimeFlags, io: FnIo): FunctionRuntime {
  const runtimes = [createBuiltInRuntime({ catalogue: createFunctionCatalogue() })];
  if (flags.functions) runtimes.push(createExecutableRuntime({ directory: flags.functions }));
  const command = io.env['KRM_FN_RUNTIME'];
  if (command) {
    runtimes.push(
      createContainerRuntime({
        command,
        env: io.env,
        pullPolicy: flags.imagePullPolicy ?? 'IfNotPresent',
        allowNetwork: flags.network ?? false,
        mounts: flags.mounts ?? [],
        environment: flags.environment ?? [],
        ...(flags.user === undefined ? {} : { user: flags.user }),
      }),
    );
  }
  return createMultiRuntime([...runtimes, missingFunctions]);
}

/** Who knows the tags of images: built-in functions their own versions, registries those of all others, anonymously. */
export function createCommandLineTagLister(): TagLister {
  return createBuiltInTagLister(createFunctionCatalogue(), createRegistryTagLister({ mayAsk: () => true }));
}

/** Where images without a registry come from: KRM_FN_RUNTIME's sibling KPT_IMAGE_PREFIX may say so. */
export function defaultImagePrefix(io: FnIo): string | undefined {
  return io.env['KPT_IMAGE_PREFIX'] || undefined;
}
