import { deepStrictEqual } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectEqual, expectThrows } from '../expect.mjs';
import { expectSamePackage, readPackageFiles, textOf } from '../package-files.mjs';

function update({ krm, dir, caseJson }, strategy) {
  const [original, updated, local] = ['origin', 'updated', 'local'].map((name) => readPackageFiles(join(dir, name)));
  const run = () =>
    krm.mergePackages({
      original,
      updated,
      local,
      strategy,
      isRoot: caseJson.isRoot ?? true,
      formatting: 'kpt',
      directoryName: 'base',
    });
  if (caseJson.expectedErr) return expectThrows(run, caseJson.expectedErr);
  expectSamePackage(krm, run().files, readPackageFiles(join(dir, 'expected')));
}

function keepTaggedNull({ krm, dir }) {
  const read = (name) => readPackageFiles(join(dir, name));
  const trees = { original: read('origin'), updated: read('updated'), local: read('dest') };
  const { files } = krm.mergePackages({ ...trees, strategy: 'resource-merge', isRoot: true, formatting: 'kpt' });
  const expected = read('expected');
  for (const path of files.keys()) if (!expected.has(path)) files.delete(path);
  expectSamePackage(krm, files, expected);
}

/** One golden stands behind several input folders: datasets 1, 2 and 3 merge to `datasetmerged`. */
function mergedDatasets({ krm, groupDir }) {
  const read = (name) => readPackageFiles(join(groupDir, name));
  const trees = { original: read('dataset1'), updated: read('dataset2'), local: read('dataset3') };
  const { files } = krm.mergePackages({ ...trees, strategy: 'resource-merge', isRoot: true, formatting: 'kpt' });
  expectSamePackage(krm, files, read('datasetmerged'));
}

/** The package files inside a wrapper resource of the kind MergeTestResources, and the CRDs beside it. */
function wrappedPackage({ krm, dir }, name, crds) {
  const [document] = krm.parseYaml(readFileSync(join(dir, `${name}.yaml`), 'utf8'));
  const texts = krm.toJs(krm.lookupPath(document.root, ['spec', 'resources'])) ?? {};
  const files = new Map(Object.entries(texts).map(([path, text]) => [path, new Uint8Array(Buffer.from(text))]));
  for (const crd of crds) files.set(crd, new Uint8Array(readFileSync(join(dir, crd))));
  return files;
}

function mergeWithCustomResources(context) {
  const check = JSON.parse(readFileSync(join(context.dir, 'check.json'), 'utf8'));
  try {
    checkMergeWithCustomResources(context, check);
  } catch (error) {
    // Upstream does not pass these either; where we do, the better.
    if (check.skipped) context.skip(`upstream: ${check.skipped}`);
    throw error;
  }
}

function checkMergeWithCustomResources(context, { crds, expect: { object, ...expected } }) {
  const { krm } = context;
  const [original, updated, local] = ['original', 'updated', 'destination'].map((name) =>
    wrappedPackage(context, name, crds),
  );
  const { files } = krm.mergePackages({ original, updated, local, strategy: 'resource-merge', formatting: 'kpt' });
  const resources = [...files.values()].flatMap((content) => krm.parseYaml(textOf(content)));
  const found = resources.find(({ root }) => krm.getString(root, 'metadata', 'name') === object);
  const { preferredTemperature, fruits } = krm.toJs(krm.lookupPath(found?.root, ['spec']));
  const amounts = Object.fromEntries((fruits ?? []).map(({ name, amount }) => [name, amount]));
  deepStrictEqual({ preferredTemperature, fruits: amounts }, expected);
}

function copy({ krm, dir, caseJson }) {
  const matcher = (caseJson.subpackageMatcher ?? 'NONE').toLowerCase();
  const files = krm.copyPackage(readPackageFiles(join(dir, 'pkg')), new Map(), { matcher });
  const paths = new Set(['.']);
  for (const path of files.keys()) {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) paths.add(path.slice(0, end));
  }
  deepStrictEqual([...paths].sort(), [...caseJson.expected].sort());
}

function diff({ krm, dir, caseJson }) {
  const [a, b] = ['pkg1', 'pkg2'].map((name) => readPackageFiles(join(dir, name)));
  deepStrictEqual(krm.diffPackages(a, b), [...(caseJson.diff ?? [])].sort());
}

function subpackages({ krm, dir, caseJson }) {
  const files = readPackageFiles(join(dir, 'pkg'));
  // Without a list of cases the test asks for the direct subpackages.
  const cases = caseJson.cases ?? [{ matcher: ['ALL'], recursive: [false], expected: caseJson.expected }];
  for (const { matcher: matchers, recursive: depths, expected } of cases) {
    for (const matcher of matchers) {
      for (const recursive of depths) {
        const found = krm.findSubpackages(files, { matcher: matcher.toLowerCase(), recursive });
        deepStrictEqual(found, [...(expected ?? [])].sort());
      }
    }
  }
}

/** kyaml's own package merge; the second set is the one that matches resources by their file, too. */
function kyamlPackage({ krm, groupDir }, matchPath) {
  const read = (name) => readPackageFiles(join(groupDir, name));
  const { files } = krm.mergeResourceFiles(
    { original: read('dataset1'), updated: read('dataset1-remoteupdates'), local: read('dataset1-localupdates') },
    'kpt',
    krm.kyamlMergeRules(matchPath),
  );
  const expected = read('dataset1-expected');
  for (const path of expected.keys()) if (!/\.ya?ml$/.test(path)) expected.delete(path);
  expectSamePackage(krm, files, expected);
}

/** Two texts of resources, the second laid over the first. */
function mergeFilter({ krm, dir, caseJson }) {
  const inputs = Object.entries(caseJson).flatMap(([key, value]) => {
    if (!/^in/i.test(key) || /^index$/i.test(key)) return [];
    return (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
  });
  const texts = inputs.length > 0 ? inputs : inputFiles(dir);
  const objects = texts.flatMap((text) => krm.readResources(text, { omitReaderAnnotations: true }).items);
  expectEqual(
    krm.writeResources(krm.overlayResources(objects)).trim(),
    readFileSync(join(dir, 'expected.yaml'), 'utf8').trim(),
  );
}

function inputFiles(dir) {
  const names = readdirSync(dir).filter((name) => /^in.*\.yaml$/.test(name));
  return names.sort().map((name) => readFileSync(join(dir, name), 'utf8'));
}

export const groups = {
  'kpt/update-resource-merge': async (context) => update(context, 'resource-merge'),
  'kpt/update-fast-forward': async (context) => update(context, 'fast-forward'),
  'kpt/update-force-delete-replace': async (context) => update(context, 'force-delete-replace'),
  'kpt/update-copy-merge': async (context) => update(context, 'copy-merge'),
  'kpt/update-keep-tagged-null': async (context) => keepTaggedNull(context),
  'kpt/update-datasets': async (context) => mergedDatasets(context),
  'kpt/update-merge3-crd': async (context) => mergeWithCustomResources(context),
  'kpt/pkg-copy': async (context) => copy(context),
  'kpt/pkg-diff': async (context) => diff(context),
  'kpt/pkg-subpackages': async (context) => subpackages(context),
  'kustomize/kyaml-merge3-package': async (context) => kyamlPackage(context, false),
  'kustomize/kyaml-merge3-package2': async (context) => kyamlPackage(context, true),
  'kustomize/kyaml-kio-merge-filter': async (context) => mergeFilter(context),
};
