import { KrmObject } from '../document/krm-object';
import { parseYaml } from '../document/parse-yaml';
import { printYaml } from '../document/print-yaml';
import { addMergeComment, mergeKeyFromComment } from './merge-comment';
import { overlayResources } from './overlay-resources';

const object = (text: string) => new KrmObject(parseYaml(text)[0] as never);

describe('addMergeComment', () => {
  it('stamps a resource with its merge key and where it came from', () => {
    const resource = object('apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\n');
    expect(addMergeComment(resource)).toBe(true);
    expect(printYaml(resource.document)).toBe(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: # kpt-merge: /a\n  name: a\n  annotations:\n' +
        `    internal.kpt.dev/upstream-identifier: 'apps|Deployment|default|a'\n`,
    );
  });

  it('keeps a merge key that is there, whatever the resource is called now', () => {
    const resource = object('apiVersion: v1\nkind: ConfigMap\nmetadata: # kpt-merge: ns/old\n  name: new\n');
    addMergeComment(resource);
    expect(mergeKeyFromComment(resource.node)).toEqual({ namespace: 'ns', name: 'old' });
    expect(printYaml(resource.document)).toContain(`'|ConfigMap|ns|old'`);
  });

  it('changes nothing the second time, and nothing in what is no resource', () => {
    const resource = object('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: b\n');
    addMergeComment(resource);
    const once = printYaml(resource.document);
    addMergeComment(resource);
    expect(printYaml(resource.document)).toBe(once);
    const values = object('replicas: 1\n');
    expect(addMergeComment(values)).toBe(false);
    expect(printYaml(values.document)).toBe('replicas: 1\n');
  });
});

describe('overlayResources', () => {
  it('lays later versions of a resource over the first', () => {
    const config = (name: string, data: string) =>
      object(`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata: ${data}\n`);
    const result = overlayResources([config('a', '{x: 1, y: 1}'), config('b', '{}'), config('a', '{y: 2}')]);
    expect(result.map((each) => each.name)).toEqual(['a', 'b']);
    expect(printYaml(result[0]?.document as never)).toContain('data: {x: 1, y: 2}');
  });
});
