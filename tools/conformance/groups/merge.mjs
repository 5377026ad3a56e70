import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectEqual, expectSameYaml, expectThrows } from '../expect.mjs';

const read = (dir, name) => readFileSync(join(dir, name), 'utf8');
const rootOf = (krm, text) => krm.parseYaml(text)[0]?.root;
const print = (krm, node) => (node ? krm.printYaml(node) : '');

/** Merges into a document, whose comments around its root stay, and prints it. */
function mergeInto(krm, text, merge) {
  const [document] = krm.parseYaml(text);
  if (!document) return print(krm, merge(undefined));
  const root = merge(document.root);
  if (!root) return '';
  document.root = root;
  return krm.printYaml(document);
}

function merge3({ krm, dir, caseJson }) {
  const [origin, updated] = ['origin', 'update'].map((name) => rootOf(krm, read(dir, `${name}.yaml`)));
  const options = { inferAssociativeLists: caseJson.infer ?? false };
  const run = () => mergeInto(krm, read(dir, 'local.yaml'), (dest) => krm.merge3(dest, origin, updated, options));
  const error = caseJson.err;
  if (error) return expectThrows(run);
  expectEqual(run().trim(), read(dir, 'expected.yaml').trim());
}

function merge2({ krm, dir, caseJson }, sourceName) {
  const options = {
    inferAssociativeLists: caseJson.infer ?? false,
    listIncreaseDirection: caseJson.mergeOptions?.ListIncreaseDirection ?? 'append',
  };
  // The inverse test lays the destination over the source; only the name of its function says so.
  const inverse = /inverse/i.test(caseJson.origin.symbol);
  const [source, dest] = (inverse ? ['dest', sourceName] : [sourceName, 'dest']).map((name) =>
    read(dir, `${name}.yaml`),
  );
  const merged = mergeInto(krm, dest, (root) => krm.merge2(rootOf(krm, source), root, options));
  expectSameYaml(krm, merged, read(dir, 'expected.yaml'));
}

function patchDirective({ krm, dir, caseJson }) {
  const patch = rootOf(krm, read(dir, 'patch.yaml'));
  if (caseJson.errExpected) return expectThrows(() => krm.takePatchDirective(patch), caseJson.errExpected);
  expectEqual(krm.takePatchDirective(patch), read(dir, 'expected.yaml').trim());
  expectEqual(print(krm, patch).trim(), read(dir, 'elided.yaml').trim());
}

function strategicMergePatch({ krm, dir }) {
  const patch = rootOf(krm, read(dir, 'patch.yaml'));
  const merged = krm.merge2(patch, rootOf(krm, read(dir, 'input.yaml')), { listIncreaseDirection: 'prepend' });
  expectSameYaml(krm, print(krm, merged), read(dir, 'expected.yaml'));
}

export const groups = {
  'kustomize/kyaml-merge3': async (context) => merge3(context),
  'kustomize/kyaml-merge2': async (context) => merge2(context, 'source'),
  'kustomize/kyaml-merge2-old': async (context) => merge2(context, 'src'),
  'kustomize/kyaml-merge2-smpdirective': async (context) => patchDirective(context),
  'kustomize/api-patchstrategicmerge': async (context) => strategicMergePatch(context),
};
