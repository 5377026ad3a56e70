import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The cases that passed when the baseline was last written: group → ids. */
export function readBaseline(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Names of the cases that passed then and fail now. Groups and cases that were not run do not count. */
export function compareWithBaseline(baseline, groups) {
  return Object.entries(groups).flatMap(([group, { failed }]) => {
    const before = new Set(baseline[group] ?? []);
    return failed.filter(({ id }) => before.has(id)).map(({ id }) => `${group}/${id}`);
  });
}

/** Writes what passes now; groups outside the prefix that was run stay as they were. */
export function writeBaseline(file, groups, prefix) {
  const kept = Object.entries(readBaseline(file)).filter(([group]) => !group.startsWith(prefix));
  const passed = Object.entries(groups).map(([group, { passed: ids }]) => [group, [...ids].sort()]);
  const sorted = [...kept, ...passed].sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(file, JSON.stringify(Object.fromEntries(sorted), null, 1) + '\n');
}
