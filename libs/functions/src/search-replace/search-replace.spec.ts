import { messagesOf, runFunction } from '../testing';
import { matchesFieldPath } from './field-path-match';
import { matchesGlob } from './file-glob';
import { searchReplace } from './search-replace';

const withData = (data: Record<string, string>) => `data: ${JSON.stringify(data)}\n`;
const object = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: the-pod\nspec:\n  hosts:\n  - a-dev\n';

describe('search-replace', () => {
  it('puts values with the groups of an expression', async () => {
    const run = await runFunction(
      searchReplace,
      object,
      withData({ 'by-value-regex': '(.*)-dev', 'put-value': '${1}-prod' }),
    );
    expect(run.items).toContain('- a-prod\n');
  });

  it('sets a plain path where it is missing', async () => {
    const run = await runFunction(
      searchReplace,
      object,
      withData({ 'by-path': 'metadata.namespace', 'put-value': 'x' }),
    );
    expect(run.items).toContain('  namespace: x\n');
  });

  it('makes a missing field a string, and leaves the type of a present one to its spelling', async () => {
    const put = async (path: string) =>
      (await runFunction(searchReplace, object, withData({ 'by-path': path, 'put-value': '3' }))).items;
    expect(await put('spec.replicas')).toContain('  replicas: "3"\n');
    expect(await put('metadata.name')).toContain('  name: 3\n');
  });

  it('puts a comment at the key of a list, and takes one that is there for a part of the key', async () => {
    const data = withData({ 'by-path': 'spec.hosts', 'put-comment': 'kpt-set: ${hosts}' });
    const first = await runFunction(searchReplace, object, data);
    expect(first.items).toContain('  hosts: # kpt-set: ${hosts}\n  - a-dev\n');
    const second = await runFunction(searchReplace, first.items, data);
    expect(messagesOf(second)).toEqual(['no matches']);
  });

  it('refuses matchers it does not know', async () => {
    const run = await runFunction(searchReplace, object, withData({ by: 'x' }));
    expect(run.exitCode).toBe(1);
    expect(messagesOf(run)[0]).toContain('failed to perform search-replace operation: "invalid matcher');
  });

  it.each([
    ['a.b.c', 'a.*.c', true],
    ['a.b.c.d', 'a.**.d', true],
    ['spec.foo[1].c', 'spec.*[*].c', true],
    ['a.b', 'a.b.c', false],
  ])('matches %s by %s: %s', (path, pattern, expected) => expect(matchesFieldPath(path, pattern)).toBe(expected));

  it.each([
    ['**/a.yaml', 'x/y/a.yaml', true],
    ['*.yaml', 'x/a.yaml', false],
    ['{a,b}.yaml', 'b.yaml', true],
  ])('globs %s over %s: %s', (glob, path, expected) => expect(matchesGlob(glob, path)).toBe(expected));
});
