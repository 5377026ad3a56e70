import { clearField } from '../document/node-access';
import { parseYaml } from '../document/parse-yaml';
import { printYaml } from '../document/print-yaml';
import type { YamlNode } from '../document/yaml-node';
import { settleAliases } from './settle-aliases';

const root = (text: string) => parseYaml(text)[0]?.root as YamlNode;

describe('settleAliases', () => {
  it('keeps aliases whose anchor precedes them and writes out the others', () => {
    const node = root('a: &x {k: 1}\nb: *x # why\nc: *x\n');
    settleAliases(node);
    expect(printYaml(node)).toBe('a: &x {k: 1}\nb: *x # why\nc: *x\n');
    clearField(node, 'a');
    settleAliases(node);
    expect(printYaml(node)).toBe('b: {k: 1} # why\nc: {k: 1}\n');
  });

  it('refuses aliases that would multiply beyond reason', () => {
    const names = [...'abcdefgh'];
    const lines = names.map((name, index) => {
      const items = index === 0 ? '1' : `*${names[index - 1]}`;
      return `${name}: &${name} [${Array(10).fill(items).join(', ')}]\n`;
    });
    const node = root(`${lines.join('')}last: *h\n`);
    for (const name of names) clearField(node, name);
    expect(() => settleAliases(node)).toThrow('would make the document too large');
  });
});
