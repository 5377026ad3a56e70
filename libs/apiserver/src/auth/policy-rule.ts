import { type JsonObject, isJsonObject } from '../json/json-object';
import { type AuthorizationAttributes } from './authorizer';

/** One rule of a Role or ClusterRole. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

export function readPolicyRules(value: unknown): PolicyRule[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isJsonObject).map((rule) => ({
    verbs: words(rule, 'verbs'),
    apiGroups: words(rule, 'apiGroups'),
    resources: words(rule, 'resources'),
    resourceNames: words(rule, 'resourceNames'),
    nonResourceURLs: words(rule, 'nonResourceURLs'),
  }));
}

function words(rule: JsonObject, field: string): string[] {
  const value = rule[field];
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}

const includes = (list: readonly string[], word: string) => list.includes('*') || list.includes(word);

/** Whether a rule allows a request, as Kubernetes evaluates it. Pure. */
export function ruleAllows(rule: PolicyRule, attributes: AuthorizationAttributes): boolean {
  if (!includes(rule.verbs, attributes.verb)) return false;
  if ('path' in attributes) return rule.nonResourceURLs.some((pattern) => pathMatches(pattern, attributes.path));
  const { group, resource, subresource, name } = attributes;
  return (
    includes(rule.apiGroups, group) &&
    resourceMatches(rule.resources, resource, subresource) &&
    (rule.resourceNames.length === 0 || (name !== undefined && rule.resourceNames.includes(name)))
  );
}

// A star is everything; `pods` is not its subresources; star, slash, status is that subresource of everything.
function resourceMatches(resources: readonly string[], resource: string, subresource: string | undefined): boolean {
  const full = subresource === undefined ? resource : `${resource}/${subresource}`;
  return includes(resources, full) || (subresource !== undefined && resources.includes(`*/${subresource}`));
}

function pathMatches(pattern: string, path: string): boolean {
  if (pattern === '*' || pattern === path) return true;
  return pattern.endsWith('*') && path.startsWith(pattern.slice(0, -1));
}
