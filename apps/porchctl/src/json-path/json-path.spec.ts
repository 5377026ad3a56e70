import { parseJsonPathTemplate, renderJsonPath } from './json-path-template';

const object = {
  kind: 'List',
  metadata: { name: 'x', annotations: { 'a.b/c': 'dotted' } },
  items: [
    { name: 'one', n: 1, ready: true, tags: ['a', 'b'] },
    { name: 'two', n: 2, ready: false, tags: [] },
    { name: 'three', n: 3, ready: true, tags: ['c'] },
  ],
};
const render = (template: string) => renderJsonPath(parseJsonPathTemplate(template), object);

describe('JSONPath templates', () => {
  it.each([
    ['{.metadata.name}', 'x'],
    ['{$.metadata.name}', 'x'],
    ['{metadata.name}', 'x'],
    ['.metadata.name', 'x'],
    ['name is {.metadata.name}!', 'name is x!'],
    ['{.items[0].name}', 'one'],
    ['{.items[-1].name}', 'three'],
    ['{.items[5].name}', ''],
    ['{.items[*].name}', 'one two three'],
    ['{.items[0:2].name}', 'one two'],
    ['{.items[1:].name}', 'two three'],
    ['{.items[::2].name}', 'one three'],
    ['{.items[0,2].name}', 'one three'],
    ["{.items[0]['name','n']}", 'one 1'],
    ["{.items[?(@.name=='two')].n}", '2'],
    ['{.items[?(@.n>1)].name}', 'two three'],
    ['{.items[?(@.n >= 3)].name}', 'three'],
    ['{.items[?(@.n != 2)].name}', 'one three'],
    ['{.items[?(@.ready==true)].name}', 'one three'],
    ['{.items[?(@.tags[0])].name}', 'one three'],
    ['{..name}', 'x one two three'],
    ["{.metadata.annotations['a.b/c']}", 'dotted'],
    ['{.metadata.annotations.a\\.b/c}', 'dotted'],
    ['{.items[0]}', '{"name":"one","n":1,"ready":true,"tags":["a","b"]}'],
    ['{.missing.field}', ''],
    ['{range .items[*]}{.name}{"\\t"}{.n}{"\\n"}{end}', 'one\t1\ntwo\t2\nthree\t3\n'],
    ['{range .items[*]}[{range .tags[*]}{@}{end}]{end}', '[ab][][c]'],
    ['{range .items[*]}{.name}:{$.kind} {end}', 'one:List two:List three:List '],
    ["{'literal'}", 'literal'],
  ])('%s prints %j', (template, text) => {
    expect(render(template)).toBe(text);
  });

  it.each([
    ['{.items[0}', /unterminated array/],
    ['{.a', /unclosed action/],
    ['{range .items[*]}x', /unterminated range/],
    ['{end}', /not in range/],
    ["{.items[?(@.a=='x']}", /unterminated/],
    ['{.a b}', /unexpected/],
  ])('%s is refused', (template, message) => {
    expect(() => render(template)).toThrow(message);
  });

  it('does not reach into the prototype', () => {
    expect(render('{.constructor}{.items.length}{.metadata.__proto__}')).toBe('');
  });
});
