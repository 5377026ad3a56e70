import { KrmObject } from './krm-object';
import { parseYaml } from './parse-yaml';
import { printYaml } from './print-yaml';

const read = (text: string): KrmObject => new KrmObject(parseYaml(text)[0] as never);

describe('a copy for annotations', () => {
  it.each([
    ['with annotations', 'kind: Pod\nmetadata:\n  name: a # the name\n  annotations:\n    x: "1"\n'],
    ['without annotations', 'kind: Pod\nmetadata:\n  name: a\n'],
    ['without metadata', 'kind: Pod\n'],
    ['with an anchor on its annotations', 'metadata:\n  annotations: &same\n    x: "1"\n  labels: *same\n'],
    ['with an anchor on its metadata', 'metadata: &same\n  annotations:\n    x: "1"\nspec: *same\n'],
    ['with annotations that are an alias', 'spec: &same\n  x: "1"\nmetadata:\n  annotations: *same\n'],
  ])('of an object %s leaves the object alone', (_, text) => {
    const object = read(text);
    const copy = object.copyForAnnotations();
    expect(printYaml(copy.document)).toBe(text);
    copy.setAnnotation('x', '2');
    copy.setAnnotation('y', '3');
    copy.deleteAnnotation('x');
    expect(copy.annotations).toEqual(new Map([['y', '3']]));
    copy.deleteAnnotation('y');
    copy.clearEmptyAnnotations();
    expect(printYaml(object.document)).toBe(text);
  });
});
