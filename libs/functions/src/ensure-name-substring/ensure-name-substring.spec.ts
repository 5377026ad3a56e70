import { messagesOf, runFunction } from '../testing';
import { ensureNameSubstring } from './ensure-name-substring';

const prepend = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {prepend: dev-}\n';

function resource(kind: string, name: string, rest = '', apiVersion = 'v1'): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${rest}`;
}

async function run(items: readonly string[], config = prepend): Promise<string> {
  const result = await runFunction(ensureNameSubstring, items.join('---\n'), config);
  expect(messagesOf(result)).toEqual([]);
  return result.items;
}

describe('ensure-name-substring', () => {
  it('changes every name once, except those that must stay', async () => {
    const kept = [
      resource('Namespace', 'namespace'),
      resource('Kptfile', 'kptfile', '', 'kpt.dev/v1'),
      resource('APIService', 'apiservice', '', 'apiregistration.k8s.io/v1'),
      resource('CustomResourceDefinition', 'customresourcedefinition', '', 'apiextensions.k8s.io/v1'),
    ];
    const items = [
      resource('Pod', 'web'),
      resource('Kptfile', 'other', '', 'example.com/v1'),
      resource('Service', 'my-dev-service'),
      ...kept,
    ];
    const names = (await run(items)).match(/name: .*/g);
    expect(names?.sort()).toEqual(
      ['dev-web', 'dev-other', 'my-dev-service', 'namespace', 'kptfile', 'apiservice', 'customresourcedefinition']
        .map((name) => `name: ${name}`)
        .sort(),
    );
  });

  it('appends where it is told to, and to other fields', async () => {
    const config =
      'apiVersion: fn.kpt.dev/v1alpha1\nkind: EnsureNameSubstring\nmetadata: {name: c}\nsubstring: -x\neditMode: append\nadditionalNameFields:\n- {kind: Pod, path: spec/other}\n';
    expect(await run([resource('Pod', 'web', 'spec:\n  other: o\n')], config)).toBe(
      resource('Pod', 'web-x', 'spec:\n  other: o-x\n'),
    );
  });

  it('brings references up to date: names, lists of names, and maps with a name', async () => {
    const pod =
      'spec:\n  containers:\n  - envFrom:\n    - configMapRef:\n        name: settings # here\n  volumes:\n  - secret:\n      secretName: outside\n';
    const role = 'rules:\n- resourceNames: [settings, outside]\n';
    const binding =
      'roleRef:\n  kind: Role\n  name: role\nsubjects:\n- kind: ServiceAccount\n  name: account\n- kind: User\n  name: account\n';
    const rbac = 'rbac.authorization.k8s.io/v1';
    const items = await run([
      resource('ConfigMap', 'settings'),
      resource('Pod', 'web', pod),
      resource('Role', 'role', role, rbac),
      resource('ServiceAccount', 'account'),
      resource('RoleBinding', 'binding', binding, rbac),
    ]);
    expect(items).toContain('name: dev-settings # here');
    expect(items).toContain('secretName: outside');
    expect(items).toContain('resourceNames: [dev-settings, outside]');
    expect(items).toContain('kind: Role\n  name: dev-role');
    expect(items).toContain('- kind: ServiceAccount\n  name: dev-account\n- kind: User\n  name: account\n');
  });

  it('refers within a namespace only', async () => {
    const inNamespace = (namespace: string) => `  namespace: ${namespace}\n`;
    const spec = 'spec:\n  volumes:\n  - configMap:\n      name: settings\n';
    const items = await run([
      resource('ConfigMap', 'settings', inNamespace('a')),
      resource('Pod', 'web', inNamespace('b') + spec),
    ]);
    expect(items).toContain('configMap:\n      name: settings\n');
  });

  it('follows depends-on to resources that are here', async () => {
    const dependsOn = (value: string) => `  annotations:\n    config.kubernetes.io/depends-on: ${value}\n`;
    const items = await run([
      resource('Pod', 'a', dependsOn('/namespaces/n/Secret/s')),
      resource('Secret', 's'),
      resource('Pod', 'b', dependsOn('/namespaces/n/Secret/outside')),
      resource('Pod', 'c', dependsOn('/Node/n')),
      resource('Node', 'n'),
    ]);
    expect(items.match(/depends-on: .*/g)?.sort()).toEqual([
      'depends-on: /Node/dev-n',
      'depends-on: /namespaces/n/Secret/dev-s',
      'depends-on: /namespaces/n/Secret/outside',
    ]);
  });

  it.each([
    ['unstable', false],
    ['v0.2.0', true],
  ])('as %s leaves items with their place in files: %s', async (tag, keeps) => {
    const place =
      "  annotations:\n    config.kubernetes.io/path: 'a.yaml'\n    internal.config.kubernetes.io/path: 'a.yaml'\n    mine: x\n";
    const { items } = await runFunction(ensureNameSubstring, resource('Pod', 'web', place), prepend, tag);
    expect(items).toBe(resource('Pod', 'dev-web', keeps ? place : '  annotations:\n    mine: x\n'));
  });

  it.each([
    ['', 'the functionConfig is missing'],
    [
      'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n',
      'function config must be either /v1, Kind=ConfigMap or fn.kpt.dev/v1alpha1, Kind=EnsureNameSubstring, but we got: /v1, Kind=Pod',
    ],
    [
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {prepend: a, append: b}\n',
      'only 1 entry is allowed in the ConfigMap, but got: 2',
    ],
    [
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {other: a}\n',
      'unknown editMode: other, only prepend and append are allowed',
    ],
    [
      'apiVersion: fn.kpt.dev/v1alpha1\nkind: EnsureNameSubstring\nmetadata: {name: c}\n',
      'substring must not be empty',
    ],
  ])('refuses %j', async (config, message) => {
    const result = await runFunction(ensureNameSubstring, resource('Pod', 'web'), config);
    expect(result.exitCode).toBe(1);
    expect(messagesOf(result)).toEqual([`failed to load the \`functionConfig\`: ${message}`]);
  });
});
