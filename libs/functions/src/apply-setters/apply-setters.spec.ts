import { messagesOf, runFunction } from '../testing';
import { applySetters } from './apply-setters';
import { setterValuesIn } from './setter-pattern';

const withData = (data: string) => `apiVersion: v1\nkind: ConfigMap\ndata:\n${data}`;
const object = (body: string) => `apiVersion: x/v1\nkind: X\nmetadata:\n  name: x\n${body}`;

describe('apply-setters', () => {
  it('substitutes the given setters and derives the others from the present value', async () => {
    const run = await runFunction(
      applySetters,
      object('image: nginx:1.7 # kpt-set: ${image}:${tag}\n'),
      withData('  tag: "1.8"\n'),
    );
    expect(run.items).toBe(object('image: nginx:1.8 # kpt-set: ${image}:${tag}\n'));
    expect(run.results).toEqual([
      { message: 'set field value to "nginx:1.8"', field: { path: 'image' }, file: { path: '' } },
    ]);
  });

  it('lets the new value decide its type, and keeps quotes', async () => {
    const run = await runFunction(
      applySetters,
      object('replicas: a # kpt-set: ${n}\nport: "1" # kpt-set: ${n}\n'),
      withData('  n: "3"\n'),
    );
    expect(run.items).toBe(object('replicas: 3 # kpt-set: ${n}\nport: "3" # kpt-set: ${n}\n'));
  });

  it('replaces lists, and moves the comment behind an empty one', async () => {
    const input = object('envs: # kpt-set: ${envs}\n- dev\nroles: [a] # kpt-set: ${roles}\n');
    const run = await runFunction(applySetters, input, withData('  envs: ""\n  roles: "[b, c]"\n'));
    expect(run.items).toBe(object('envs: [] # kpt-set: ${envs}\nroles: # kpt-set: ${roles}\n- b\n- c\n'));
  });

  it.each(['""', '"[]"'])('empties a list by %s, whose comment goes behind it wherever it stands', async (value) => {
    const input = object('spec:\n  envs: # kpt-set: ${envs}\n  - dev\n  size: 1\n');
    const run = await runFunction(applySetters, input, withData(`  envs: ${value}\n`));
    expect(run.items).toBe(object('spec:\n  envs: [] # kpt-set: ${envs}\n  size: 1\n'));
  });

  it('fails where a value cannot be derived', async () => {
    const run = await runFunction(applySetters, object('a: x # kpt-set: ${b}-${c}\n'), withData('  b: "1"\n'));
    expect(run.exitCode).toBe(1);
    expect(messagesOf(run)).toEqual(['failed to apply setters: values for setters [${c}] must be provided']);
  });

  it('says when nothing matches', async () => {
    const run = await runFunction(applySetters, object('a: x\n'), withData('  b: "1"\n'));
    expect(messagesOf(run)).toEqual(['no matches for input setter(s)']);
  });

  it('derives greedily, and nothing at all when one setter would be empty', () => {
    expect(setterValuesIn('${a}-${b}', 'x-y-z')).toEqual(
      new Map([
        ['a', 'x-y'],
        ['b', 'z'],
      ]),
    );
    expect(setterValuesIn('${a}-${b}', 'x-')).toEqual(new Map());
    expect(setterValuesIn('(${a}).*', '(x).*')).toEqual(new Map([['a', 'x']]));
  });
});
