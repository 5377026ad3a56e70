import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFunctionCatalogue } from '@porch/functions';
import { backgroundContext, fileText, textFile } from '@porch/repository';
import { buildSync } from 'esbuild';
import { renderResources } from '../renderer/render-resources';
import { createBuiltInRuntime } from '../runtimes/built-in-runtime';
import { loadFunctionModules } from './load-function-modules';

/** A function as people write one, which changes an object, makes another, and reports. */
const SOURCE = `
import { fromJs } from '@porch/krm';
import { defineFunction, setStringAt } from '@porch/functions';

export const stamp = defineFunction<{ data: { owner: string } }>({
  name: 'stamp',
  description: 'Stamp config maps.',
  run({ items, config, report }) {
    for (const item of items) setStringAt(item, ['data', 'owner'], config.data.owner);
    report({ message: \`stamped \${items.length}\`, severity: 'info' });
    return [...items, fromJs({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'made' } })];
  },
});
`;

describe('modules of functions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'function-modules-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const moduleOf = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it('work with a copy of the libraries of their own, as a bundled module has', async () => {
    const outfile = join(folder, 'stamp.js');
    const stdin = { contents: SOURCE, loader: 'ts' as const, resolveDir: __dirname };
    buildSync({ stdin, outfile, bundle: true, platform: 'node', conditions: ['porch-source'], logLevel: 'error' });
    const catalogue = createFunctionCatalogue({ additional: loadFunctionModules([outfile]) });
    const step = 'image: stamp\n      configMap: {owner: me}';
    const outcome = await renderResources(
      new Map([
        [
          'Kptfile',
          textFile(
            `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata: {name: p}\npipeline:\n  mutators:\n    - ${step}\n      selectors: [{kind: ConfigMap}]\n`,
          ),
        ],
        ['a.yaml', textFile('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a # mine\n')],
      ]),
      { runtime: createBuiltInRuntime({ catalogue }) },
      backgroundContext(),
    );
    expect(outcome.failure).toBeUndefined();
    expect(fileText(outcome.resources.get('a.yaml')!)).toBe(
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a # mine\ndata:\n  owner: me\n',
    );
    expect(fileText(outcome.resources.get('configmap_made.yaml')!)).toContain('name: made');
    expect(outcome.renderStatus.result?.items).toEqual([
      expect.objectContaining({ results: [{ message: 'stamped 1', severity: 'info' }] }),
    ]);
  });

  it('say what is wrong with one that cannot be loaded', () => {
    const missing = join(folder, 'missing.js');
    expect(() => loadFunctionModules([missing])).toThrow(
      `cannot load the functions of ${missing}: Cannot find module '${missing}'`,
    );
    const broken = moduleOf('broken.js', 'throw new Error("no database");');
    expect(() => loadFunctionModules([broken])).toThrow(`cannot load the functions of ${broken}: no database`);
    const empty = moduleOf('empty.js', 'exports.name = "f";');
    expect(() => loadFunctionModules([empty])).toThrow(`${empty} exports no function made by defineFunction`);
  });
});
