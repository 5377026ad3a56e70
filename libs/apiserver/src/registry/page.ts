import { type PageRequest, type SnapshotPage } from './resource-backend';

/** Order of names as bytes, which is the order of lists. */
export function compareNames(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The page of a list that a request asks for; `keyOf` must order as `compare` does. Pure. */
export function cutPage<T>(
  items: readonly T[],
  compare: (left: T, right: T) => number,
  keyOf: (item: T) => string,
  { limit, continueAfter }: PageRequest,
): Omit<SnapshotPage<T>, 'resourceVersion'> {
  const sorted = inOrder(items, compare);
  const start = continueAfter === undefined ? 0 : firstAfter(sorted, keyOf, continueAfter);
  const end = limit ? Math.min(start + limit, sorted.length) : sorted.length;
  if (start === 0 && end === sorted.length) return { items: sorted };
  const page = sorted.slice(start, end);
  const last = page.at(-1);
  const remainingItemCount = sorted.length - end;
  return remainingItemCount > 0 && last !== undefined
    ? { items: page, continueAfter: keyOf(last), remainingItemCount }
    : { items: page };
}

/** The items in order; those that are already are not copied. */
function inOrder<T>(items: readonly T[], compare: (left: T, right: T) => number): readonly T[] {
  const ordered = items.every((item, index) => {
    const before = items[index - 1];
    return index === 0 || before === undefined || compare(before, item) <= 0;
  });
  return ordered ? items : [...items].sort(compare);
}

function firstAfter<T>(sorted: readonly T[], keyOf: (item: T) => string, key: string): number {
  const [namespace = '', name = ''] = splitKey(key);
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = sorted[middle];
    const [itemNamespace = '', itemName = ''] = item === undefined ? [] : splitKey(keyOf(item));
    if ((compareNames(itemNamespace, namespace) || compareNames(itemName, name)) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function splitKey(key: string): [string, string] {
  const slash = key.indexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
}
