import { type YamlNode } from '@porch/krm';
import { succeeded, warning } from '../function-outcome';
import { type SynchronousKrmFunction } from '../krm-function';
import { configuredSetters } from './configured-setters';
import { type DiscoveredSetter, DiscoveredSetters } from './discovered-setters';

/** list-setters (v0.1): reports the setters of a package, with their values, types and number of uses. */
export const listSetters: SynchronousKrmFunction = {
  name: 'list-setters',
  description: 'List the setters of a package and how often each is used.',
  configKinds: [],
  run({ items }) {
    const { setters } = discoverSetters(items);
    if (setters.length === 0) return succeeded(items, [warning('no setters found')]);
    return succeeded(
      items,
      setters.map(({ name, value, type, count }) => ({
        message: `Name: ${name}, Value: ${value}, Type: ${type}, Count: ${count}`,
      })),
    );
  },
};

/** The setters of a package by name, and what kept the Kptfile from being looked at. */
export function discoverSetters(items: readonly YamlNode[]): {
  readonly setters: readonly DiscoveredSetter[];
  readonly warnings: readonly string[];
} {
  const configured = configuredSetters(items);
  const found = new DiscoveredSetters();
  found.addConfigured(configured.setters);
  for (const item of items) found.addFrom(item);
  return { setters: found.sorted(), warnings: configured.warning === undefined ? [] : [configured.warning] };
}
