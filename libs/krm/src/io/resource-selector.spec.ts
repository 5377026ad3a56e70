import { type KrmObject } from '../document/krm-object';
import { readResources } from './read-resources';
import { type ResourceSelector, selectResources } from './resource-selector';

const objects: KrmObject[] = readResources(
  `apiVersion: v1
kind: Service
metadata: {name: a, namespace: x, labels: {app: one, tier: web}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: b, annotations: {team: red}}
`,
  { omitReaderAnnotations: true },
).items;

describe('a resource selector', () => {
  it.each<[string, ResourceSelector, string[]]>([
    ['everything when it says nothing', {}, ['a', 'b']],
    ['everything for empty lists', { kinds: [], names: [] }, ['a', 'b']],
    ['by apiVersion', { apiVersions: ['apps/v1', 'apps/v2'] }, ['b']],
    ['by kind', { kinds: ['Service'] }, ['a']],
    ['by name', { names: ['b'] }, ['b']],
    ['by namespace', { namespaces: ['x'] }, ['a']],
    ['by all labels', { labels: { app: 'one', tier: 'web' } }, ['a']],
    ['not by some labels', { labels: { app: 'one', tier: 'db' } }, []],
    ['by annotations', { annotations: { team: 'red' } }, ['b']],
    ['by all parts together', { kinds: ['Service'], names: ['b'] }, []],
  ])('selects %s', (_, selector, names) => {
    expect(selectResources(objects, selector).map(({ name }) => name)).toEqual(names);
  });
});
