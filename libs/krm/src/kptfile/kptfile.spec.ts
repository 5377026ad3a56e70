import { fromJs } from '../document/node-conversion';
import { Kptfile } from './kptfile';
import { readKptfileMetadata } from './kptfile-metadata';

const text = `# licence
apiVersion: kpt.dev/v1
kind: Kptfile
metadata: # about
  name: "app"
  labels: {tier: web}
  annotations:
    one: '1'
upstream:
  type: git
  git:
    repo: https://example.com/a.git
    directory: pkg
    ref: v1 # pinned
  updateStrategy: resource-merge
upstreamLock:
  type: git
  git: {repo: 'https://example.com/a.git', directory: pkg, ref: v1, commit: abc}
info:
  description: an app
  keywords: [x, y]
  readinessGates:
    - conditionType: kept # why
    - conditionType: gone
pipeline:
  mutators:
    - image: set-labels:v0.2
      configMap:
        app: a
      selectors:
        - kind: Deployment
  validators: []
unknown:
  field: stays
status:
  conditions:
    - type: Ready
      status: "False"
      reason: Waiting
`;

describe('a Kptfile', () => {
  const kptfile = () => Kptfile.parse(text);

  it('shows its fields', () => {
    expect(kptfile().object.name).toBe('app');
    expect(kptfile().upstream).toEqual({
      type: 'git',
      git: { repo: 'https://example.com/a.git', directory: 'pkg', ref: 'v1' },
      updateStrategy: 'resource-merge',
    });
    expect(kptfile().upstreamLock?.git?.commit).toBe('abc');
    expect(kptfile().info).toEqual({
      description: 'an app',
      keywords: ['x', 'y'],
      readinessGates: [{ conditionType: 'kept' }, { conditionType: 'gone' }],
    });
    expect(kptfile().pipeline).toEqual({
      mutators: [{ image: 'set-labels:v0.2', configMap: { app: 'a' }, selectors: [{ kind: 'Deployment' }] }],
      validators: [],
    });
    expect(kptfile().conditions).toEqual([{ type: 'Ready', status: 'False', reason: 'Waiting' }]);
    expect(kptfile().inventory).toBeUndefined();
  });

  it('keeps its text when nothing changes', () => {
    const unchanged = kptfile();
    unchanged.setText(['upstream', 'git', 'ref'], 'v1');
    unchanged.setReadinessGates(unchanged.readinessGates);
    unchanged.setConditions(unchanged.conditions);
    expect(unchanged.toString()).toBe(text);
  });

  it('keeps comments, unknown fields and list style around an edit', () => {
    const edited = kptfile();
    edited.setText(['upstream', 'git', 'ref'], 'v2');
    edited.setReadinessGates([{ conditionType: 'new' }, { conditionType: 'kept' }]);
    edited.setConditions([
      { type: 'Ready', status: 'True' },
      { type: 'Other', status: 'Unknown', message: 'm' },
    ]);
    expect(edited.toString()).toBe(
      text
        .replace('ref: v1 # pinned', 'ref: v2 # pinned')
        .replace('    - conditionType: gone\n', '    - conditionType: new\n')
        .replace(
          'status: "False"\n      reason: Waiting\n',
          'status: "True"\n    - type: Other\n      status: Unknown\n      message: m\n',
        ),
    );
  });

  it('sets labels and annotations, one that is empty too', () => {
    const edited = Kptfile.parse(
      'kind: Kptfile\nmetadata:\n  name: a\n  labels:\n    kept: x # why\n    gone: y\n  annotations:\n    a: b\n',
    );
    edited.setEntries('labels', new Map([...edited.object.labels, ['kept', 'z'], ['new', '']]));
    expect(edited.object.labels).toEqual(new Map(Object.entries({ kept: 'z', gone: 'y', new: '' })));
    edited.setEntries('labels', new Map(Object.entries({ kept: 'true', new: '' })));
    edited.setEntries('annotations', new Map());
    expect(edited.toString()).toBe(
      'kind: Kptfile\nmetadata:\n  name: a\n  labels:\n    kept: "true" # why\n    new: ""\n',
    );
  });

  it('creates and removes fields', () => {
    const edited = Kptfile.parse('apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: a\n');
    edited.setText(['upstream', 'git', 'repo'], 'r');
    edited.setText(['metadata', 'namespace'], undefined);
    edited.setReadinessGates([]);
    expect(edited.toString()).toBe(
      'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: a\nupstream:\n  git:\n    repo: r\n',
    );
  });

  it('puts a new section where kpt has it, with the lists as kpt writes them', () => {
    const head = 'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: a\n';
    const info = '# about\ninfo:\n  description: d # why\n';
    const edited = Kptfile.parse(head + info);
    edited.setConditions([{ type: 'Ready', status: 'True' }]);
    edited.setText(['upstreamLock', 'type'], 'git');
    edited.setText(['upstream', 'type'], 'git');
    expect(edited.toString()).toBe(
      `${head}upstream:\n  type: git\nupstreamLock:\n  type: git\n${info}` +
        'status:\n  conditions:\n    - type: Ready\n      status: "True"\n',
    );
  });

  it('keeps the render status it has where the new one is the same, and removes it', () => {
    const source = 'kind: Kptfile\nstatus:\n  renderStatus:\n    errorSummary: none # so far\n';
    const edited = Kptfile.parse(source);
    edited.setRenderStatus(fromJs({ errorSummary: 'none' }));
    expect(edited.toString()).toBe(source);
    edited.setRenderStatus(fromJs({ errorSummary: 'one' }));
    expect(edited.toString()).toContain('errorSummary: one\n');
    edited.setRenderStatus(undefined);
    expect(edited.toString()).not.toContain('renderStatus');
  });

  it.each([
    [
      'another kind',
      'apiVersion: v1\nkind: ConfigMap\n',
      'pkg/Kptfile: line 2, column 7: unknown resource type "ConfigMap"',
    ],
    ['no mapping', '- 1\n', 'pkg/Kptfile: line 1, column 1: a Kptfile must be one mapping'],
    ['no YAML', 'a: [\n', 'pkg/Kptfile: line 2, column 1'],
  ])('refuses %s', (_, source, message) => {
    expect(() => Kptfile.parse(source, 'pkg/Kptfile')).toThrow(message);
  });
});

describe('the metadata of a Kptfile', () => {
  it('is what the whole of it says', () => {
    const kptfile = Kptfile.parse(text);
    expect(readKptfileMetadata(text)).toEqual({
      name: 'app',
      labels: { tier: 'web' },
      annotations: { one: '1' },
      readinessGates: kptfile.readinessGates,
      conditions: kptfile.conditions,
      upstream: kptfile.upstream,
      upstreamLock: kptfile.upstreamLock,
    });
  });

  it('bears fields of odd types, and hostile names', () => {
    const odd = readKptfileMetadata(
      'metadata:\n  name: 5\n  labels: [1]\n  annotations: {__proto__: x}\ninfo: text\nstatus: 1\n',
    );
    expect(odd).toMatchObject({ name: '5', labels: {}, readinessGates: [], conditions: [], upstream: undefined });
    expect(Object.hasOwn(odd.annotations, '__proto__')).toBe(true);
  });

  it('tells where the text is no YAML', () => {
    expect(() => readKptfileMetadata('a: "x\n', 'p/Kptfile')).toThrow('p/Kptfile: line 1, column 4');
  });
});
