import { messagesOf, runFunction } from '../testing';
import { setNamespace } from './set-namespace';

const toStaging = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: function-input}\ndata: {namespace: staging}\n';

describe('set-namespace', () => {
  it('moves namespaced objects and leaves cluster-scoped ones', async () => {
    const run = await runFunction(
      setNamespace,
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n---\napiVersion: v1\nkind: Node\nmetadata:\n  name: b\n',
      toStaging,
    );
    expect(run.items).toBe(
      'apiVersion: v1\nkind: Node\nmetadata:\n  name: b\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  namespace: staging\n',
    );
    expect(messagesOf(run)).toEqual([
      'namespace [default] updated to "staging", 1 value(s) changed',
      'all `depends-on` annotations are up-to-date. no `namespace` changed',
    ]);
  });

  it('renames a Namespace, and leaves local configuration alone', async () => {
    const run = await runFunction(
      setNamespace,
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: old\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n' +
        '  annotations:\n    config.kubernetes.io/local-config: "true"\n',
      toStaging,
    );
    expect(run.items).toContain('kind: Namespace\nmetadata:\n  name: staging');
    expect(run.items).not.toContain('namespace: staging');
  });

  it('with a matcher replaces only that namespace, yet writes out the default one', async () => {
    const run = await runFunction(
      setNamespace,
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: x\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: b\n',
      'apiVersion: fn.kpt.dev/v1alpha1\nkind: SetNamespace\nnamespace: staging\nnamespaceMatcher: x\n',
    );
    expect(run.items).toContain('name: a\n  namespace: staging');
    expect(run.items).toContain('name: b\n  namespace: default');
    expect(messagesOf(run)[1]).toBe('namespace [x] updated to "staging", 1 value(s) changed');
  });

  it('makes depends-on follow its target', async () => {
    const run = await runFunction(
      setNamespace,
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: x\n  annotations:\n' +
        '    config.kubernetes.io/depends-on: /namespaces/x/Pod/b\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: b\n  namespace: x\n',
      toStaging,
    );
    expect(run.items).toContain('depends-on: /namespaces/staging/Pod/b');
    expect(messagesOf(run)[1]).toBe('`depends-on` annotation namespace [x] updated to "staging", 1 value(s) changed');
  });

  it('does not invent a webhook service', async () => {
    const crd =
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: a.b\nspec:\n  group: b\n';
    const run = await runFunction(setNamespace, crd, toStaging);
    expect(run.items).toBe(crd);
  });

  it('does not invent the service of an APIService', async () => {
    const local =
      'apiVersion: apiregistration.k8s.io/v1\nkind: APIService\nmetadata:\n  name: v1.b\nspec:\n  group: b\n';
    expect((await runFunction(setNamespace, local, toStaging)).items).toBe(local);
    const served = `${local}  service:\n    name: s\n    namespace: x\n`;
    expect((await runFunction(setNamespace, served, toStaging)).items).toContain('    namespace: staging\n');
  });

  it('reports a missing config as an error result and still succeeds', async () => {
    const run = await runFunction(setNamespace, 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n');
    expect(run.exitCode).toBe(0);
    expect(run.results).toEqual([
      {
        message: 'FunctionConfig is missing. Expect `ConfigMap.v1` or `SetNamespace.v1alpha1.fn.kpt.dev`',
        severity: 'error',
        resourceRef: {},
        file: { index: -1 },
      },
    ]);
  });

  const podFrom = (origin: string, name: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  namespace: x\n` +
    (origin === '' ? '' : `  annotations:\n    internal.kpt.dev/upstream-identifier: '${origin}'\n`);
  const withMatcher = 'apiVersion: fn.kpt.dev/v1alpha1\nkind: SetNamespace\nnamespace: staging\nnamespaceMatcher: up\n';

  it.each(['unstable', 'v0.3.4', 'v0.4.0', 'v0.4.1'])('as %s warns of objects without upstream origin', async (tag) => {
    const run = await runFunction(setNamespace, podFrom('', 'a'), toStaging, tag);
    expect(run.results[0]).toEqual({
      message: 'Resource(apiVersion=v1, kind=Pod, namespace=x, name=a) does not have upstream origin.',
      severity: 'warning',
    });
    expect(run.items).toContain('namespace: staging');
  });

  it.each(['', 'latest', 'v0.4', 'v0.4.2', 'v0.4.5'])('as "%s" does not mind origins', async (tag) => {
    const pods = `${podFrom('|Pod|up|a', 'a')}---\n${podFrom('|Pod|other|b', 'b')}---\n${podFrom('', 'c')}`;
    const run = await runFunction(setNamespace, pods, toStaging, tag);
    expect(messagesOf(run)[0]).toBe('namespace [x] updated to "staging", 3 value(s) changed');
  });

  it('as v0.4.1 refuses several upstream namespaces, unless a matcher picks one', async () => {
    const pods = `${podFrom('|Pod|up|a', 'a')}---\n${podFrom('|Pod|other|b', 'b')}`;
    const refused = await runFunction(setNamespace, pods, toStaging, 'v0.4.1');
    expect(refused.exitCode).toBe(0);
    expect(refused.items).toBe(pods);
    expect(messagesOf(refused)).toEqual([expect.stringContaining('a single upstream namespace, found [other up].')]);
    const matched = await runFunction(setNamespace, pods, withMatcher, 'v0.4.1');
    expect(matched.items.match(/namespace: .*/g)).toEqual(['namespace: staging', 'namespace: x']);
  });

  it('as v0.4.1 refuses a namespaced object that was cluster-scoped upstream', async () => {
    const run = await runFunction(setNamespace, podFrom('|Pod|~C|a', 'a'), toStaging, 'v0.4.1');
    expect(run.results).toEqual([expect.objectContaining({ severity: 'error' })]);
    expect(run.items).toContain('namespace: x');
  });
});
