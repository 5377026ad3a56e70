import type { KrmObject } from '../document/krm-object';
import { getField } from '../document/node-access';

/** The part of kpt that touched a resource. */
export type CommandGroup = 'pkg' | 'fn' | 'live';

/** Annotation in which Config Connector counts what made a resource. */
export const ATTRIBUTION_ANNOTATION = 'cnrm.cloud.google.com/blueprint';

const GROUPS: readonly CommandGroup[] = ['pkg', 'fn', 'live'];

/** Whether the user opted out of attribution (environment variable KRM_DISABLE_ATTRIBUTION). */
export function attributionDisabled(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment['KRM_DISABLE_ATTRIBUTION'] === 'true';
}

/**
 * Notes in a Config Connector resource which command group touched it, as kpt does; other resources stay untouched.
 *
 * @returns whether the resource changed.
 */
export function attributeUsage(resource: KrmObject, commandGroup: CommandGroup): boolean {
  const isConfigConnector = resource.apiVersion.includes('.cnrm.');
  if (!isConfigConnector || !getField(resource.node, 'metadata')?.content.length) return false;
  const before = resource.getAnnotation(ATTRIBUTION_ANNOTATION) ?? '';
  const after = withCommandGroup(before, commandGroup);
  if (after === before) return false;
  resource.setAnnotation(ATTRIBUTION_ANNOTATION, after);
  return true;
}

/** Adds a group to the `krm-…` part of a comma-separated attribution, whose groups have a fixed order. */
function withCommandGroup(attribution: string, commandGroup: CommandGroup): string {
  if (attribution === '') return `krm-${commandGroup}`;
  if (!attribution.includes('krm-')) return `${attribution},krm-${commandGroup}`;
  return attribution
    .split(',')
    .map((part) => {
      if (!part.includes('krm')) return part;
      return ['krm', ...GROUPS.filter((group) => group === commandGroup || part.includes(group))].join('-');
    })
    .join(',');
}
