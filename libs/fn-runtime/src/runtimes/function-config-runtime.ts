import { isAbsolute, normalize, sep } from 'node:path';
import { DEFAULT_IMAGE_PREFIX, type FunctionImage, parseFunctionImage } from '@porch/functions';
import { type FunctionRuntime } from '@porch/repository';

/** What a FunctionConfig object (config.porch.kpt.dev) says of one function, as far as running it goes. */
export interface FunctionConfigSpec {
  /** The image's last path element. */
  readonly image: string;
  /** The registries it counts in, with all below them; an empty text is the default one. None at all means any. */
  readonly prefixes?: readonly string[];
  readonly goExecutor?: { readonly tags: readonly string[]; readonly id?: string };
  readonly binaryExecutor?: { readonly tags: readonly string[]; readonly path: string };
  /** Sends the image elsewhere; what it says of pods is kept for upstream's runner. */
  readonly podExecutor?: { readonly tags?: readonly string[]; readonly [setting: string]: unknown };
}

/** The runtimes that FunctionConfigs choose between. */
export interface FunctionExecutors {
  /** Runs the function of this catalogue name. */
  readonly builtIn: FunctionRuntime;
  /** Runs the binary at a path in the administrator's directory; undefined where there is no such directory. */
  readonly binary?: (path: string) => FunctionRuntime;
  /** Runs images elsewhere: in containers, or on a function runner. */
  readonly remote?: FunctionRuntime;
}

export interface FunctionConfigRuntimeOptions {
  /**
   * The objects as they are now that count for packages of a namespace, the first to decide first; asked for with every
   * function, so that a change counts at once.
   */
  readonly configs: (namespace: string | undefined) => readonly FunctionConfigSpec[];
  readonly executors: FunctionExecutors;
  readonly defaultPrefix?: string;
}

/**
 * Lets FunctionConfig objects choose who runs an image: in process, as a binary, or elsewhere, by image, registry and tag.
 * An image that no object speaks of is left to the next runtime.
 */
export function createFunctionConfigRuntime(options: FunctionConfigRuntimeOptions): FunctionRuntime {
  const defaultPrefix = options.defaultPrefix ?? DEFAULT_IMAGE_PREFIX;
  return {
    async getRunner(reference, context) {
      const image = parseFunctionImage(reference.image);
      for (const config of options.configs(context.namespace)) {
        if (config.image !== image.name || !isAcceptedRegistry(config, image.registry, defaultPrefix)) continue;
        const chosen = chooseExecutor(config, image, options.executors);
        if (!chosen) continue;
        return chosen.runtime.getRunner({ image: chosen.image ?? reference.image }, context);
      }
      return undefined;
    },
  };
}

/** A registry counts with everything below it, as upstream has it, but by whole path elements. */
function isAcceptedRegistry({ prefixes = [] }: FunctionConfigSpec, registry: string, defaultPrefix: string): boolean {
  const withSlash = (prefix: string) => `${(prefix === '' ? defaultPrefix : prefix).replace(/\/+$/, '')}/`;
  const asked = registry === '' ? withSlash('') : registry;
  return prefixes.length === 0 || prefixes.some((prefix) => asked.startsWith(withSlash(prefix)));
}

function chooseExecutor(
  config: FunctionConfigSpec,
  image: FunctionImage,
  executors: FunctionExecutors,
): { readonly runtime: FunctionRuntime; readonly image?: string } | undefined {
  const { goExecutor, binaryExecutor, podExecutor } = config;
  const covers = (tags: readonly string[] | undefined) => image.digest === '' && (tags?.includes(image.tag) ?? false);
  if (goExecutor && covers(goExecutor.tags)) {
    return { runtime: executors.builtIn, image: `${goExecutor.id ?? image.name}:${image.tag}` };
  }
  if (binaryExecutor && executors.binary && covers(binaryExecutor.tags) && isInside(binaryExecutor.path)) {
    return { runtime: executors.binary(binaryExecutor.path) };
  }
  return podExecutor && executors.remote ? { runtime: executors.remote } : undefined;
}

/** Only names inside the administrator's directory count: neither an absolute path nor one that leads out of it. */
export function isInside(path: string): boolean {
  return path !== '' && !isAbsolute(path) && !normalize(path).split(sep).includes('..');
}
