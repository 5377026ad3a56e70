import { type PageRequest, type SnapshotPage } from './resource-backend';

/** Order of names as bytes, which is the order of lists. */
export function compareNames(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

export interface ListedName {
  readonly namespace: string;
  readonly name: string;
}

/** The order of lists: by namespace, then name. */
export function compareListedNames(left: ListedName, right: ListedName): number {
  return compareNames(left.namespace, right.namespace) || compareNames(left.name, right.name);
}

/**
 * The page of a list that a request asks for. Pure.
 * @param sorted in the order of namespace, then name
 */
export function cutPage<T>(
  sorted: readonly T[],
  nameOf: (item: T) => ListedName,
  { limit, continueAfter }: PageRequest,
): Omit<SnapshotPage<T>, 'resourceVersion'> {
  const start = continueAfter === undefined ? 0 : firstAfter(sorted, nameOf, nameIn(continueAfter));
  const end = limit ? Math.min(start + limit, sorted.length) : sorted.length;
  if (start === 0 && end === sorted.length) return { items: sorted };
  const items = sorted.slice(start, end);
  const last = items.at(-1);
  const remainingItemCount = sorted.length - end;
  if (remainingItemCount === 0 || last === undefined) return { items };
  const { namespace, name } = nameOf(last);
  return { items, continueAfter: `${namespace}/${name}`, remainingItemCount };
}

function firstAfter<T>(sorted: readonly T[], nameOf: (item: T) => ListedName, after: ListedName): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = sorted[middle];
    if (item !== undefined && compareListedNames(nameOf(item), after) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nameIn(continueAfter: string): ListedName {
  const slash = continueAfter.indexOf('/');
  return { namespace: continueAfter.slice(0, slash), name: continueAfter.slice(slash + 1) };
}
