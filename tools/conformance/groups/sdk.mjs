// The function SDK's golden folders: resources and a functionConfig in, the whole ResourceList out.
import { strictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The starter function changes nothing; what is pinned is all that the SDK does around it. */
async function starterFunction({ krm, functions, fnRuntime, dir }) {
  const read = (name) => readFileSync(join(dir, name), 'utf8');
  const itemsOf = (name) =>
    krm.readResources(read(name), { omitReaderAnnotations: true }).items.map(({ node }) => node);
  const [functionConfig] = itemsOf('_fnconfig.yaml');
  const starter = functions.defineFunction({ name: 'starter', description: 'Change nothing.', run: () => {} });
  const { items, results, exitCode } = await starter.run({ items: itemsOf('resources.yaml'), functionConfig }, {});
  strictEqual(exitCode, 0);
  strictEqual(fnRuntime.resourceListText({ items, functionConfig }, results), read('_expected.yaml'));
}

export const groups = { 'krm-functions-sdk/golden-get-started': starterFunction };
