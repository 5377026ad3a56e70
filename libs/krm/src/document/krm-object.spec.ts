import { KrmObject } from './krm-object';
import { parseYaml } from './parse-yaml';
import { printYaml } from './print-yaml';

const object = (text: string): KrmObject => {
  const [document] = parseYaml(text);
  if (document === undefined) throw new Error('no document');
  return new KrmObject(document);
};
const print = (krmObject: KrmObject): string => printYaml(krmObject.document);

describe('a KRM object', () => {
  const text = `# top
apiVersion: apps/v1
kind: Deployment
metadata: # kpt-merge: ns/a
  name: a
  namespace: ns
  labels:
    app: a # label
  annotations:
    one: "1"
`;

  it('tells who it is', () => {
    const deployment = object(text);
    expect(deployment.identity).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'ns', name: 'a' });
    expect(deployment.group).toBe('apps');
    expect(object('apiVersion: v1\nkind: Service\n').group).toBe('');
    expect(deployment.getLabel('app')).toBe('a');
    expect(deployment.getAnnotation('one')).toBe('1');
    expect(deployment.getAnnotation('toString')).toBeUndefined();
  });

  it('changes only what it is told to', () => {
    const deployment = object(text);
    deployment.name = 'b';
    deployment.namespace = '';
    deployment.setLabel('tier', 'web');
    deployment.setAnnotation('one', '2');
    deployment.setAnnotation('two', 'x');
    expect(print(deployment)).toBe(`# top
apiVersion: apps/v1
kind: Deployment
metadata: # kpt-merge: ns/a
  name: b
  labels:
    app: a # label
    tier: 'web'
  annotations:
    one: "2"
    two: 'x'
`);
  });

  it.each([
    ['there is no metadata', 'kind: A\n'],
    ['metadata is null', 'kind: A\nmetadata:\n'],
    ['metadata is empty', 'kind: A\nmetadata: {}\n'],
    ['annotations are empty', 'kind: A\nmetadata:\n  annotations: {}\n'],
  ])('gets annotations in block style where %s', (_, source) => {
    const bare = object(source);
    bare.setAnnotation('k', 'v');
    expect(print(bare)).toBe("kind: A\nmetadata:\n  annotations:\n    k: 'v'\n");
  });

  it('loses annotations with their last', () => {
    const annotated = object('kind: A\nmetadata:\n  annotations:\n    k: v\n');
    annotated.deleteAnnotation('k');
    annotated.clearEmptyAnnotations();
    expect(print(annotated)).toBe('kind: A\n');
  });

  it('copies itself with comments and source', () => {
    const deployment = object(`# licence\n\n${text}`);
    const copy = deployment.copy();
    copy.name = 'other';
    expect(deployment.name).toBe('a');
    expect(print(copy)).toMatch(/^# licence\n\n# top\n/);
  });
});
