import { isJsonObject, type JsonObject } from '../json/json-object';

/** What to remove below a value, by element; `all` removes the value itself. */
interface Removal {
  all: boolean;
  readonly below: Map<string, Removal>;
}

/**
 * A value without the fields at paths of FieldsV1 elements, in one pass. Maps and lists emptied by that go too; the
 * fields that tell entries of a list apart stay as long as their entry does. Pure.
 */
export function withoutFieldPaths<T>(root: T, paths: readonly (readonly string[])[]): T {
  const removal: Removal = { all: false, below: new Map() };
  for (const path of paths) {
    let node = removal;
    for (const element of path) {
      const next = node.below.get(element) ?? { all: false, below: new Map<string, Removal>() };
      node.below.set(element, next);
      node = next;
    }
    node.all = true;
  }
  return (remaining(root, removal) ?? {}) as T;
}

/** What is left of a value, undefined when nothing is. */
function remaining(value: unknown, removal: Removal): unknown {
  if (removal.all) return undefined;
  if (isJsonObject(value)) return remainingObject(value, removal);
  return Array.isArray(value) ? remainingList(value, removal) : value;
}

function remainingObject(object: JsonObject, { below }: Removal): JsonObject | undefined {
  const kept = Object.entries(object).flatMap(([name, field]) => {
    const removal = below.get(`f:${name}`);
    const left = removal ? remaining(field, removal) : field;
    return left === undefined ? [] : [[name, left] as const];
  });
  const emptied = kept.length === 0 && Object.keys(object).length > 0;
  return emptied ? undefined : Object.fromEntries(kept);
}

function remainingList(list: readonly unknown[], { below }: Removal): unknown[] | undefined {
  const scalars = new Set([...below.keys()].filter((key) => key.startsWith('v:')).map((key) => key.slice(2)));
  const entries = entriesByKeys(below);
  const kept = list.flatMap((item): unknown[] => {
    if (scalars.has(JSON.stringify(item))) return [];
    const found = isJsonObject(item) ? entries.find(item) : undefined;
    if (!found || !isJsonObject(item)) return [item];
    if (found.removal.all) return [];
    const keys = Object.fromEntries(found.names.map((name) => [name, item[name]]));
    return [{ ...remainingObject(item, found.removal), ...keys }];
  });
  return kept.length > 0 ? kept : undefined;
}

/** Looks removals of entries up by the values of the fields they are told apart by. */
function entriesByKeys(below: ReadonlyMap<string, Removal>) {
  const names: string[] = [];
  const byValues = new Map<string, Removal>();
  for (const [element, removal] of below) {
    if (!element.startsWith('k:')) continue;
    const keys = JSON.parse(element.slice(2)) as JsonObject;
    if (names.length === 0) names.push(...Object.keys(keys));
    byValues.set(JSON.stringify(names.map((name) => keys[name] ?? null)), removal);
  }
  return {
    find(item: JsonObject): { readonly names: readonly string[]; readonly removal: Removal } | undefined {
      if (names.length === 0) return undefined;
      const removal = byValues.get(JSON.stringify(names.map((name) => item[name] ?? null)));
      return removal && { names, removal };
    },
  };
}
