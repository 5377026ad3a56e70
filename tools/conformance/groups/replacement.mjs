// kustomize's replacements, through the function that applies them.
import { ok, strictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Documents with lists in one style, as upstream's tests compare them. */
function normalised(krm, nodes) {
  return krm.printYaml(nodes.map((node) => new krm.YamlDocument(node))).trim();
}

async function replacement({ krm, functions, dir, caseJson }) {
  const read = (name) => readFileSync(join(dir, name), 'utf8');
  const nodesOf = (text) => krm.readResources(text, { omitReaderAnnotations: true }).items.map(({ node }) => node);
  const header = 'apiVersion: fn.kpt.dev/v1alpha1\nkind: ApplyReplacements\n';
  const functionConfig = krm.parseYaml(header + read('replacements.yaml').replace(/^---\n/, ''))[0].root;
  const applyReplacements = functions.BUILT_IN_FUNCTIONS.find(({ name }) => name === 'apply-replacements');
  const items = nodesOf(read('input.yaml'));
  const { results } = await applyReplacements.run({ items: [...items], functionConfig }, {});
  const said = results.map(({ message }) => message).join('\n');
  if (caseJson.expectedErr) {
    ok(
      said.includes(caseJson.expectedErr),
      `expected ${JSON.stringify(caseJson.expectedErr)}, got ${JSON.stringify(said)}`,
    );
    return;
  }
  strictEqual(said, '');
  strictEqual(normalised(krm, items), normalised(krm, nodesOf(read('expected.yaml'))));
}

export const groups = { 'kustomize/api-replacement': replacement };
