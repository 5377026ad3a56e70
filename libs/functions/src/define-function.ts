import { type YamlNode } from '@porch/krm';
import { type FunctionResult } from '@porch/api';
import { toJs } from '@porch/krm';
import { failed, succeeded } from './function-outcome';
import { type FunctionConfigKind, type FunctionConfigSchema, type KrmFunction } from './krm-function';
import { sortItems } from './sort-items';

/** What a function of one's own is given. */
export interface DefinedFunctionInput<Config> {
  /** The objects, to be changed in place; see the accessors of this library (`nameOf`, `setStringAt`, …). */
  readonly items: YamlNode[];
  /** The functionConfig as `parseConfig` made it. */
  readonly config: Config;
  readonly signal: AbortSignal | undefined;
  /** Reports a result; an error result alone does not fail the function. */
  readonly report: (result: FunctionResult) => void;
  /** Ends the function in failure, with this as its error result. */
  readonly fail: (message: string) => never;
}

export interface FunctionDefinition<Config> {
  /** The name in images: a step with `image: NAME` runs it. */
  readonly name: string;
  readonly description: string;
  readonly configKinds?: readonly FunctionConfigKind[];
  readonly configSchema?: FunctionConfigSchema;
  /** Reads the functionConfig, as plain data; what it throws fails the function. */
  readonly parseConfig?: (config: unknown) => Config;
  /** Gives back the objects where their list changes; objects changed in place need no return. */
  run(input: DefinedFunctionInput<Config>): void | readonly YamlNode[] | Promise<void | readonly YamlNode[]>;
}

class FunctionFailure extends Error {}

/**
 * Makes a KRM function of a definition, for people who write functions in TypeScript: the module that exports it is named
 * in the server's or runner's configuration and loaded in a worker. As with the Go SDK, the objects come out sorted by
 * apiVersion, kind, namespace and name.
 */
export function defineFunction<Config = unknown>(definition: FunctionDefinition<Config>): KrmFunction {
  const { name, description, configKinds = [], configSchema, parseConfig } = definition;
  return {
    name,
    description,
    configKinds,
    ...(configSchema ? { configSchema } : {}),
    async run({ items, functionConfig }, { signal }) {
      const results: FunctionResult[] = [];
      try {
        const plain: unknown = functionConfig === undefined ? undefined : toJs(functionConfig);
        const config = parseConfig ? parseConfig(plain) : (plain as Config);
        const returned = await definition.run({
          items,
          config,
          signal,
          report: (result) => results.push(result),
          fail: (message) => {
            throw new FunctionFailure(message);
          },
        });
        return succeeded(sortItems(returned ?? items), results);
      } catch (thrown) {
        const message = thrown instanceof Error ? thrown.message : String(thrown);
        const stderr = thrown instanceof FunctionFailure ? message : `${name}: ${message}`;
        return failed(items, [...results, { message, severity: 'error' }], stderr);
      }
    },
  };
}
