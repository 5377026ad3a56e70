import { type FunctionResult } from '@porch/api';
import { type YamlNode } from '@porch/krm';
import { CONFIG_MAP, configDataOf, isEmptyConfig } from '../function-config';
import { info, succeeded } from '../function-outcome';
import { listText, quote, sortedStrings } from '../go-format';
import { type SynchronousKrmFunction } from '../krm-function';
import { apiVersionOf, isGroupVersionKind, isLocalConfig, kindOf, nameOf } from '../object/krm-object';
import { fieldOf, textOf } from '../object/node-fields';
import { DEFAULT_NAMESPACE, UNKNOWN_NAMESPACE } from '../object/resource-identifier';
import { sortItems } from '../sort-items';
import { dependsOnTargets, moveDependsOn } from './depends-on';
import { type NamespaceField, namespaceFields } from './namespace-fields';
import { mindsOrigins, originReport } from './upstream-origins';

const PACKAGE_CONTEXT_NAME = 'kptfile.kpt.dev';
const EXPECTED_KINDS = '`ConfigMap.v1` or `SetNamespace.v1alpha1.fn.kpt.dev`';

interface SetNamespaceConfig {
  readonly namespace: string;
  /** Only this namespace is replaced; empty for all. */
  readonly matcher: string;
}

/**
 * set-namespace (v0.4.5): moves every namespaced object of a package to one namespace, and what cluster-scoped objects
 * say of it. Local configuration stays as it is. A wrong configuration is an error result and still exit code 0. Asked for
 * by the tag of a version up to v0.4.1, it minds where objects come from as those did.
 */
export const setNamespace: SynchronousKrmFunction = {
  name: 'set-namespace',
  description: 'Set the namespace of all namespaced resources, and of references to it.',
  configKinds: [CONFIG_MAP, { apiVersion: 'fn.kpt.dev/v1alpha1', kind: 'SetNamespace' }],
  configSchema: {
    type: 'object',
    properties: {
      namespace: { type: 'string', description: 'The namespace to set.' },
      namespaceMatcher: { type: 'string', description: 'Replace only this namespace.' },
    },
    required: ['namespace'],
  },
  run({ items, functionConfig }, { tag = '' }) {
    const config = readConfig(functionConfig);
    if (typeof config === 'string') return succeeded(items, [configError(config, functionConfig)]);
    const objects = items.filter((item) => !isLocalConfig(item));
    const origins = mindsOrigins(tag) ? originReport(objects, config.matcher) : { warnings: [] };
    if (origins.refusal) return succeeded(items, [origins.refusal]);
    const targets = dependsOnTargets(objects);
    const results: FunctionResult[] = [...origins.warnings];
    const replaced: string[] = [];
    for (const field of namespaceFields(objects)) setField(field, config, replaced, results);
    results.push(info(summary(replaced, config.namespace)));
    const moved = moveDependsOn(objects, targets, config.namespace, config.matcher);
    results.push(info(dependsOnSummary(moved, config.namespace)));
    return succeeded(sortItems(items), results);
  },
};

/** The configuration, or what is wrong with it. */
function readConfig(config: YamlNode | undefined): SetNamespaceConfig | string {
  if (config === undefined || config.content.length === 0) return `FunctionConfig is missing. Expect ${EXPECTED_KINDS}`;
  if (isGroupVersionKind(config, '', 'v1', 'ConfigMap')) {
    const data = configDataOf(config);
    const namespace = data.get('namespace') || (nameOf(config) === PACKAGE_CONTEXT_NAME ? data.get('name') : '');
    if (!namespace) return '`data.namespace` should not be empty';
    return { namespace, matcher: data.get('namespaceMatcher') ?? '' };
  }
  if (isGroupVersionKind(config, 'fn.kpt.dev', 'v1alpha1', 'SetNamespace')) {
    const namespace = textOf(fieldOf(config, 'namespace'));
    if (namespace === '') return '`namespace` should not be empty';
    return { namespace, matcher: textOf(fieldOf(config, 'namespaceMatcher')) };
  }
  return `unknown functionConfig Kind=${kindOf(config)} ApiVersion=${apiVersionOf(config)}, expect ${EXPECTED_KINDS}`;
}

/** The SDK's error about a config object: it refers to the object, or to nothing at no position where there is none. */
function configError(message: string, config: YamlNode | undefined): FunctionResult {
  const base: FunctionResult = { message, severity: 'error' };
  if (config === undefined || isEmptyConfig(config)) return { ...base, resourceRef: {}, file: { index: -1 } };
  return {
    ...base,
    resourceRef: { apiVersion: apiVersionOf(config), kind: kindOf(config), name: nameOf(config) },
    file: { index: -1 },
  };
}

function setField(
  field: NamespaceField,
  config: SetNamespaceConfig,
  replaced: string[],
  results: FunctionResult[],
): void {
  if (field.origin === UNKNOWN_NAMESPACE) return;
  const current = field.current === '' ? DEFAULT_NAMESPACE : field.current;
  const { namespace, matcher } = config;
  if (current !== namespace && matcher !== '' && matcher === field.origin) {
    results.push(info(`[${field.subject}] has matching origin ${field.origin}`));
  }
  const change = current !== namespace && (matcher === '' || matcher === current || matcher === field.origin);
  if (change) replaced.push(current);
  const value = change ? namespace : current;
  if (value !== field.current) field.set(value);
}

function summary(replaced: readonly string[], namespace: string): string {
  if (replaced.length === 0) return `all matching namespaces are already ${quote(namespace)}. no value changed`;
  const old = listText(sortedStrings(new Set(replaced)));
  return `namespace ${old} updated to ${quote(namespace)}, ${replaced.length} value(s) changed`;
}

function dependsOnSummary(moved: readonly string[], namespace: string): string {
  if (moved.length === 0) return 'all `depends-on` annotations are up-to-date. no `namespace` changed';
  const old = listText(sortedStrings(new Set(moved)));
  return `\`depends-on\` annotation namespace ${old} updated to ${quote(namespace)}, ${moved.length} value(s) changed`;
}
