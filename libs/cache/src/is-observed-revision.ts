import { type ObservedRevision } from './observed-revision';

const KINDS = ['revision', 'placeholder'];
const LIFECYCLES = ['Draft', 'Proposed', 'Published', 'DeletionProposed'];

/**
 * Whether something stored is what this library stores. Rows can be written through the API too, by a client that
 * restores an export or by one that means harm; what is not whole is left to the next sync.
 */
export function isObservedRevision(value: unknown): value is ObservedRevision {
  if (!isRecord(value)) return false;
  const { kptfile, tasks, selfLock, omittedPaths = [], publishedBy = '' } = value;
  return (
    [value['packageName'], value['workspaceName'], value['contentVersion'], publishedBy].every(isText) &&
    KINDS.includes(value['kind'] as string) &&
    LIFECYCLES.includes(value['lifecycle'] as string) &&
    Number.isInteger(value['revision']) &&
    [value['latest'], value['deployment']].every((flag) => typeof flag === 'boolean') &&
    isArrayOf(isRecord, tasks) &&
    isRecord(kptfile) &&
    isArrayOf(isRecord, kptfile['readinessGates']) &&
    isArrayOf(isRecord, kptfile['conditions']) &&
    isRecord(kptfile['packageMetadata'] ?? {}) &&
    isRecord(selfLock) &&
    isRecord(selfLock['git'] ?? {}) &&
    [value['publishedAt'], value['createdAt']].every(isTimeOrNothing) &&
    isArrayOf(isText, omittedPaths)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isArrayOf(isItem: (item: unknown) => boolean, value: unknown): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isTimeOrNothing(value: unknown): boolean {
  return value === undefined || (isText(value) && !Number.isNaN(Date.parse(value)));
}
