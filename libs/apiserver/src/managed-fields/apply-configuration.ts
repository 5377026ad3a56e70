import { type KubernetesObject, PorchError, type StatusCause } from '@porch/api';
import { type JsonObject } from '../json/json-object';
import { objectSchemaOf } from '../kinds/object-schema';
import { apiVersionOf, resourceName, type ResourceKind } from '../kinds/resource-kind';
import { fieldLeavesOf, type FieldLeaves, joinElements, splitElements } from './field-leaves';
import { type FieldManagerEntry, readManagedFields } from './field-manager-entry';
import { mayTakeOver, withLastApplied } from './last-applied';
import { mergeConfiguration } from './merge-configuration';
import { isSameManager, withManagers } from './track-managed-fields';
import { withoutFieldPaths } from './without-field-paths';

export interface ApplyRequest {
  readonly manager: string;
  readonly force: boolean;
  readonly subresource: string | undefined;
  readonly now: string;
}

/**
 * Server-side apply: the stored object with what the configuration says, without what this manager said before and no
 * longer does, and with ownership recorded. Pure.
 *
 * @throws PorchError Conflict with one cause per field that another manager owns with another value, unless forced
 */
export function applyConfiguration(
  kind: ResourceKind,
  stored: KubernetesObject | undefined,
  configuration: KubernetesObject,
  request: ApplyRequest,
): KubernetesObject {
  const wanted = fieldLeavesOf(kind, configuration);
  const live = fieldLeavesOf(kind, stored);
  const own = {
    manager: request.manager,
    operation: 'Apply' as const,
    apiVersion: apiVersionOf(kind),
    subresource: request.subresource ?? '',
  };
  const entries = entriesBefore(kind, stored, live);
  const mine = entries.find((entry) => isSameManager(entry, own));
  const others = entries.filter((entry) => entry !== mine);
  const conflicts = others.flatMap((entry) => conflictsWith(entry, wanted, live));
  const contested = new Set(conflicts.map(({ path }) => path));
  const yields = () => request.force || mayTakeOver(kind, request.manager, stored, live, [...contested]);
  if (conflicts.length > 0 && !yields()) throw applyConflict(kind, configuration, conflicts);

  const remaining = others.map((entry) => ({
    ...entry,
    fields: new Set([...entry.fields].filter((path) => !contested.has(path))),
  }));
  const merged = (
    stored ? mergeConfiguration(stored, configuration, objectSchemaOf(kind)) : configuration
  ) as KubernetesObject;
  const owned = new Set([...wanted.keys(), ...remaining.flatMap((entry) => [...entry.fields])]);
  const applied = withoutAbandoned(merged, mine?.fields ?? new Set(), owned);
  const fields = new Set(wanted.keys());
  const unchanged =
    mine !== undefined && mine.fields.size === fields.size && [...fields].every((path) => mine.fields.has(path));
  const time = unchanged ? mine.time : request.now;
  const managed = withManagers(applied, [...remaining, { ...own, time, fields }]);
  return withLastApplied(managed, request.manager, stored, configuration);
}

/** An object without the fields its manager owned and nobody owns any more; an entry of a list goes as a whole. */
function withoutAbandoned(
  object: KubernetesObject,
  before: ReadonlySet<string>,
  owned: ReadonlySet<string>,
): KubernetesObject {
  const abandoned = [...before].filter((path) => !owned.has(path)).map(splitElements);
  if (abandoned.length === 0) return object;
  const held = new Set<string>();
  for (const path of owned) {
    const elements = splitElements(path);
    elements.forEach((_element, index) => held.add(joinElements(elements.slice(0, index + 1))));
  }
  const parts = abandoned.map((path) => {
    const entry = path.slice(0, -1);
    return path.at(-1) === '.' && !held.has(joinElements(entry)) ? entry : path;
  });
  return withoutFieldPaths(object, parts);
}

/** Ownership so far; an object nobody tracked belongs to a manager of that name, as in Kubernetes. */
function entriesBefore(
  kind: ResourceKind,
  stored: KubernetesObject | undefined,
  live: FieldLeaves,
): FieldManagerEntry[] {
  const entries = readManagedFields(stored?.metadata.managedFields);
  if (stored === undefined || entries.length > 0) return entries;
  const untracked: FieldManagerEntry = {
    manager: 'before-first-apply',
    operation: 'Update',
    apiVersion: apiVersionOf(kind),
    subresource: '',
    time: stored.metadata.creationTimestamp ?? undefined,
    fields: new Set(live.keys()),
  };
  return [untracked];
}

interface FieldConflict {
  readonly manager: FieldManagerEntry;
  readonly path: string;
}

function conflictsWith(entry: FieldManagerEntry, wanted: FieldLeaves, live: FieldLeaves): FieldConflict[] {
  return [...wanted]
    .filter(([path, value]) => entry.fields.has(path) && live.has(path) && live.get(path) !== value)
    .map(([path]) => ({ manager: entry, path }));
}

function applyConflict(
  kind: ResourceKind,
  configuration: KubernetesObject,
  conflicts: readonly FieldConflict[],
): PorchError {
  const causes: StatusCause[] = conflicts.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${managerText(manager)}`,
    field: fieldText(path),
  }));
  return new PorchError('Conflict', `Apply failed with ${conflictsText(conflicts)}`, {
    details: { name: configuration.metadata.name ?? '', kind: resourceName(kind), causes },
  });
}

/** In the words of Kubernetes, which tools read. */
function conflictsText(conflicts: readonly FieldConflict[]): string {
  const [only, ...more] = conflicts;
  if (only !== undefined && more.length === 0) {
    return `1 conflict: conflict with ${managerText(only.manager)}: ${fieldText(only.path)}`;
  }
  const byManager = new Map<FieldManagerEntry, string[]>();
  for (const { manager, path } of conflicts) {
    byManager.set(manager, [...(byManager.get(manager) ?? []), `- ${fieldText(path)}`]);
  }
  const lines = [...byManager]
    .sort(([left], [right]) => (left.manager < right.manager ? -1 : 1))
    .flatMap(([manager, fields]) => [`conflicts with ${managerText(manager)}:`, ...fields]);
  return `${conflicts.length} conflicts: ${lines.join('\n')}`;
}

/** An applier is the same in every version; who updates did so in one. */
function managerText({ manager, operation, subresource, apiVersion }: FieldManagerEntry): string {
  const name = JSON.stringify(manager) + (subresource ? ` with subresource ${JSON.stringify(subresource)}` : '');
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}

function fieldText(path: string): string {
  return splitElements(path)
    .map((element) => {
      if (element.startsWith('f:')) return `.${element.slice(2)}`;
      if (element.startsWith('k:')) {
        const keys = JSON.parse(element.slice(2)) as JsonObject;
        return `[${Object.entries(keys)
          .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
          .join(',')}]`;
      }
      return element.startsWith('v:') ? `[=${element.slice(2)}]` : '';
    })
    .join('');
}
