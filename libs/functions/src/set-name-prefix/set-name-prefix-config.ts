import { type YamlNode } from '@porch/krm';
import { configDataOf } from '../function-config';
import { FunctionError } from '../framework-outcome';
import { isGroupVersionKind, isLocalConfig, nameOf } from '../object/krm-object';
import { textAt } from '../object/node-fields';

export interface NamePrefixes {
  readonly prefix: string;
  readonly oldPrefix: string;
}

const PACKAGE_CONTEXT_NAME = 'kptfile.kpt.dev';

/** What abstract packages call things by until they have a name. */
const DEFAULT_OLD_PREFIX = 'packagename';

/** The name of the package, from its package context. @throws FunctionError where there is not exactly one that says a name */
export function packageNameIn(items: readonly YamlNode[]): string {
  const contexts = items.filter((item) => isLocalConfig(item) && nameOf(item) === PACKAGE_CONTEXT_NAME);
  const [context] = contexts;
  if (context === undefined) throw new FunctionError('unable to find package context object');
  if (contexts.length > 1) throw new FunctionError('found multiple matches for package-context object');
  const name = textAt(context, 'data', 'name');
  if (name === '') throw new FunctionError('package name (data.name) not set in package context object');
  return name;
}

/** The prefixes to use: the package's name instead of the default one, unless configured. Undefined for a wrong kind of configuration. */
export function readNamePrefixes(config: YamlNode | undefined, packageName: string): NamePrefixes | undefined {
  if (config === undefined || config.content.length === 0) {
    return { prefix: packageName, oldPrefix: DEFAULT_OLD_PREFIX };
  }
  if (!isGroupVersionKind(config, '', 'v1', 'ConfigMap')) return undefined;
  const data = configDataOf(config);
  return { prefix: data.get('prefix') ?? packageName, oldPrefix: data.get('oldPrefix') ?? DEFAULT_OLD_PREFIX };
}
