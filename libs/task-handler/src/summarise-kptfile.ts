import { type Locator, type PackageCondition } from '@porch/api';
import { getField, type JsonValue, parseYaml, toJs } from '@porch/krm';
import { type KptfileSummary, type PackageResources } from '@porch/repository';
import { rootKptfile } from './edit-kptfile';

/** What the API shows of a package's Kptfile. @throws PorchError Invalid without a root Kptfile */
export function summariseKptfile(resources: PackageResources): KptfileSummary {
  const [document] = parseYaml(rootKptfile(resources), { file: 'Kptfile' });
  const field = (...path: string[]) => {
    let node = document?.root;
    for (const key of path) node = getField(node, key);
    return toJs(node);
  };
  const labels = stringMap(field('metadata', 'labels'));
  const annotations = stringMap(field('metadata', 'annotations'));
  const lock = field('upstreamLock', 'git');
  const hasUpstream = isMap(field('upstream', 'git')) && isMap(lock);
  return {
    ...(labels || annotations
      ? { packageMetadata: { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) } }
      : {}),
    readinessGates: maps(field('info', 'readinessGates')).map((gate) => ({
      conditionType: text(gate['conditionType']),
    })),
    conditions: maps(field('status', 'conditions')).map(toCondition),
    ...(hasUpstream ? { upstreamLock: { type: 'git', git: stringMap(lock) ?? {} } satisfies Locator } : {}),
  };
}

type JsonMap = { readonly [key: string]: JsonValue };

function isMap(value: JsonValue | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function maps(value: JsonValue | undefined): JsonMap[] {
  return Array.isArray(value) ? value.filter(isMap) : [];
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : JSON.stringify(value);
}

function stringMap(value: JsonValue | undefined): Record<string, string> | undefined {
  if (!isMap(value)) return undefined;
  const entries = Object.entries(value).map(([key, entry]) => [key, text(entry)] as const);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function toCondition(node: JsonMap): PackageCondition {
  const status = text(node['status']);
  return {
    type: text(node['type']),
    status: status === 'True' || status === 'False' ? status : 'Unknown',
    ...(node['reason'] ? { reason: text(node['reason']) } : {}),
    ...(node['message'] ? { message: text(node['message']) } : {}),
  };
}
