import fc from 'fast-check';
import { duplicateFieldsOfJson, duplicateFieldsOfYaml } from './duplicate-fields';

describe('fields that a body has twice', () => {
  it.each([
    ['{"a":1,"a":2}', ['duplicate field "a"']],
    ['{"a":1,"b":{"a":1}, "c":[{"a":1},{"a":1}]}', []],
    ['{"data":{"a":"1","b":"2","a":"3","a":"4"}}', ['duplicate field "data.a"']],
    [
      '{"spec":{"list":[{},[1,{"x":1,"x":[{"y":1,"y":2}]}]]},"spec":{}}',
      ['duplicate field "spec.list[1][1].x"', 'duplicate field "spec.list[1][1].x[0].y"', 'duplicate field "spec"'],
    ],
    ['{"\\u0061":1,"a":"\\"a\\":{\\\\","b":"a"}', ['duplicate field "a"']],
  ])('are told by their path: %s', (text, warnings) => {
    expect(duplicateFieldsOfJson(text)?.warnings ?? []).toEqual(warnings);
  });

  it('are none in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(duplicateFieldsOfJson(JSON.stringify(value, null, 1))).toBeUndefined();
      }),
    );
  });

  it('are told by line and key in YAML', () => {
    const text = 'data:\n  a: 1\n  a: 2\nlist:\n- x: {y: 1, y: 2}\n  x: 1\ndata: {}\n';
    expect(duplicateFieldsOfYaml(text)).toEqual({
      warnings: [
        'line 3: key "a" already set in map',
        'line 5: key "y" already set in map',
        'line 6: key "x" already set in map',
        'line 7: key "data" already set in map',
      ],
      problem: [
        'yaml: unmarshal errors:',
        '  line 3: key "a" already set in map',
        '  line 5: key "y" already set in map',
        '  line 6: key "x" already set in map',
        '  line 7: key "data" already set in map',
      ].join('\n'),
    });
    expect(duplicateFieldsOfYaml('a: 1\nb: &x {a: 1}\nc: *x\n')).toBeUndefined();
  });

  it('are looked for only until the first in YAML that is long', () => {
    const text = `a: 1\na: 2\na: 3\nb: ${'x'.repeat(1024 * 1024)}\n`;
    expect(duplicateFieldsOfYaml(text)?.warnings).toEqual(['line 2: key already set in map']);
  });
});
