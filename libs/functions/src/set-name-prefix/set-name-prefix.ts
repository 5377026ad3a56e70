import { type YamlNode } from '@porch/krm';
import { CONFIG_MAP } from '../function-config';
import { FunctionError } from '../framework-outcome';
import { error, failed, succeeded } from '../function-outcome';
import { type KrmFunctionOutput, type SynchronousKrmFunction } from '../krm-function';
import { groupOf, isLocalConfig, kindOf, nameOf } from '../object/krm-object';
import { sortItems } from '../sort-items';
import { renameObjects } from './rename-objects';
import { type NamePrefixes, packageNameIn, readNamePrefixes } from './set-name-prefix-config';

/**
 * set-name-prefix (v0.0.3): puts the package's name in the place of the prefix that an abstract package gives its objects'
 * names. A configuration of a wrong kind, and a name that may mean several objects, are error results and exit code 0.
 */
export const setNamePrefix: SynchronousKrmFunction = {
  name: 'set-name-prefix',
  description: "Put the package's name in the place of the prefix of resource names, and in references to them.",
  configKinds: [CONFIG_MAP],
  configSchema: {
    type: 'object',
    properties: {
      data: {
        type: 'object',
        properties: {
          prefix: { type: 'string', description: 'The new prefix. Default the name in the package context.' },
          oldPrefix: { type: 'string', description: 'The prefix to replace. Default packagename.' },
        },
      },
    },
  },
  run({ items, functionConfig }) {
    try {
      const prefixes = readNamePrefixes(functionConfig, packageNameIn(items));
      if (prefixes === undefined) return succeeded(items, [error(wrongKind(functionConfig))]);
      if (prefixes.prefix === '') throw new FunctionError('`data.prefix` should not be empty');
      return renamed(items, prefixes);
    } catch (failure) {
      if (!(failure instanceof FunctionError)) throw failure;
      return failed(items, [error(failure.message)], `failed to evaluate function: ${failure.message}`);
    }
  },
};

function wrongKind(config: YamlNode | undefined): string {
  return `functionConfig error: unknown functionConfig Kind ${config === undefined ? '' : kindOf(config)}`;
}

function renamed(items: YamlNode[], prefixes: NamePrefixes): KrmFunctionOutput {
  try {
    renameObjects(items, (object) => (isKept(object) ? nameOf(object) : withPrefix(nameOf(object), prefixes)));
    return succeeded(sortItems(items));
  } catch (failure) {
    if (!(failure instanceof FunctionError)) throw failure;
    return succeeded(items, [error(failure.message)]);
  }
}

/** Objects that are not applied, and kpt's own inventory. */
function isKept(object: YamlNode): boolean {
  return isLocalConfig(object) || (groupOf(object) === 'kpt.dev' && kindOf(object) === 'ResourceGroup');
}

function withPrefix(name: string, { prefix, oldPrefix }: NamePrefixes): string {
  if (name === oldPrefix) return prefix;
  return name.startsWith(`${oldPrefix}-`) ? prefix + name.slice(oldPrefix.length) : name;
}
