import { resourceVersionTooLarge, resourceVersionTooOld } from '../http/request-errors';
import { type ChangeLog } from '../watch/change-log';
import { compareListedNames, type ListedName } from './page';

/** Objects that changed after a version as they were at it, by key; undefined where there was none. */
export type ObjectsBefore<T> = ReadonlyMap<string, T | undefined>;

/**
 * What the changes between a version and a later list have to say of the earlier one.
 * @throws PorchError Expired when those changes are no longer kept, Timeout for a version that is not reached yet
 */
export function objectsBefore<T extends object>(
  log: ChangeLog<T>,
  version: string,
  listedVersion: string,
  nameOf: (item: T) => ListedName,
): ObjectsBefore<T> {
  const tooOld = () => resourceVersionTooOld(version, String(log.oldestVersion));
  if (Number(version) > Number(listedVersion)) throw resourceVersionTooLarge(version, listedVersion);
  if (Number(version) < log.oldestVersion) throw tooOld();
  const before = new Map<string, T | undefined>();
  for (let position = log.positionAfter(Number(version)); position < log.endPosition; position += 1) {
    const change = log.at(position);
    if (change === undefined || change.resourceVersion > Number(listedVersion)) break;
    const key = keyOf(nameOf(change.snapshot));
    if (before.has(key)) continue;
    if (change.type !== 'Added' && change.previous === undefined) throw tooOld();
    before.set(key, change.previous);
  }
  return before;
}

/** The items of a list with the later changes undone, in the order of lists. */
export function itemsBefore<T extends object>(
  items: readonly T[],
  before: ObjectsBefore<T>,
  nameOf: (item: T) => ListedName,
  matches: (item: T) => boolean,
): readonly T[] {
  if (before.size === 0) return items;
  const unchanged = items.filter((item) => !before.has(keyOf(nameOf(item))));
  const changed = [...before.values()].filter((item) => item !== undefined).filter(matches);
  return [...unchanged, ...changed].sort((left, right) => compareListedNames(nameOf(left), nameOf(right)));
}

function keyOf({ namespace, name }: ListedName): string {
  return `${namespace}/${name}`;
}
