import { type YamlNode } from '@porch/krm';
import {
  runStarlark,
  standardModules,
  StarlarkDict,
  StarlarkError,
  StarlarkList,
  StarlarkStruct,
  toStarlark,
  type Value,
} from '@porch/starlark';
import { CONFIG_MAP } from '../function-config';
import { error, failed, failedInProcessor, succeeded } from '../function-outcome';
import { type KrmFunctionContext, type KrmFunctionOutput, type SynchronousKrmFunction } from '../krm-function';
import { sortItems } from '../sort-items';
import { krmfnModule } from './krmfn-module';
import { nodeToStarlark } from './resource-values';
import { readStarlarkRun, STARLARK_RUN_KIND, type StarlarkRunConfig } from './starlark-run-config';
import { yamlCodec } from './yaml-codec';
import { starlarkToNode, UnwritableValueError } from './yaml-values';

/**
 * starlark (v0.5.5): runs a program over the resources, which it changes or replaces in `ctx.resource_list["items"]`.
 * A program that fails is an error result and exit code 1; what it prints goes to standard error. Resources come back
 * as data, without comments and with their keys in order: the orchestrator restores both by the resources' ids.
 */
export const starlark: SynchronousKrmFunction = {
  name: 'starlark',
  description: 'Run a Starlark program to change, make or check resources.',
  configKinds: [STARLARK_RUN_KIND, CONFIG_MAP],
  configSchema: {
    type: 'object',
    properties: {
      source: { type: 'string', description: 'The program.' },
      params: { type: 'object', description: 'What the program reads from ctx.resource_list["functionConfig"].' },
    },
    required: ['source'],
  },
  run({ items, functionConfig }, context) {
    const config = readStarlarkRun(functionConfig);
    if (typeof config === 'string') return failedInProcessor(items, [error(config)]);
    const printed: string[] = [];
    try {
      const resourceList = createResourceList(items, functionConfig);
      runProgram(config, resourceList, printed, context);
      return withPrinted(succeeded(sortItems(changedItems(resourceList))), printed);
    } catch (failure) {
      if (!StarlarkError.is(failure) && !(failure instanceof UnwritableValueError)) throw failure;
      return withPrinted(failedInProcessor(items, [error(failure.message)]), printed);
    }
  },
};

function createResourceList(items: readonly YamlNode[], functionConfig: YamlNode | undefined): StarlarkDict {
  const values = items.map((item) => nodeToStarlark(item));
  return toStarlark(
    new Map<string, Value>([
      ['apiVersion', 'config.kubernetes.io/v1'],
      ['kind', 'ResourceList'],
      ['items', new StarlarkList(values)],
      ...(functionConfig === undefined ? [] : [['functionConfig', nodeToStarlark(functionConfig)] as const]),
    ]),
  ) as StarlarkDict;
}

function runProgram(
  { name, source }: StarlarkRunConfig,
  resourceList: StarlarkDict,
  printed: string[],
  { signal }: KrmFunctionContext,
): void {
  const ctx = new StarlarkStruct([
    ['resource_list', resourceList],
    ['environment', new StarlarkDict()],
    ['open_api', new StarlarkDict()],
  ]);
  runStarlark(source, {
    fileName: name,
    predeclared: { ctx },
    modules: { ...standardModules({ yaml: yamlCodec }), 'krmfn.star': { krmfn: krmfnModule } },
    print: (line) => printed.push(line),
    ...(signal && { signal }),
  });
}

/** @throws UnwritableValueError where the program left something else than a list of resources. */
function changedItems(resourceList: StarlarkDict): YamlNode[] {
  const items = resourceList.table.getText('items');
  if (!(items instanceof StarlarkList)) {
    throw new UnwritableValueError('ctx.resource_list["items"] must be a list of resources');
  }
  return items.elements.map((item, index) => {
    if (!(item instanceof StarlarkDict)) {
      throw new UnwritableValueError(`ctx.resource_list["items"][${index}] must be a dict that is a resource`);
    }
    return starlarkToNode(item);
  });
}

function withPrinted(output: KrmFunctionOutput, printed: readonly string[]): KrmFunctionOutput {
  if (printed.length === 0) return output;
  const stderr = [...printed, ...(output.stderr ? [output.stderr] : [])].join('\n');
  return output.exitCode === 0 ? { ...output, stderr } : failed(output.items, output.results, stderr);
}
