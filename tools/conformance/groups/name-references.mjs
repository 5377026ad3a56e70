// ensure-name-substring, its depends-on rule, and kustomize's filter for names that refer to resources.
import { strictEqual, throws } from 'node:assert';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
const require = createRequire(join(root, 'package.json'));

/** The steps of the function, which the library's index does not name. */
function steps({ functions }) {
  strictEqual(typeof functions.createFunctionCatalogue, 'function');
  return require(join(root, 'libs/functions/dist/ensure-name-substring/index.js'));
}

const read = (dir, name) => readFileSync(join(dir, name), 'utf8');
const nodesOf = (krm, text) => krm.readResources(text, { omitReaderAnnotations: true }).items.map(({ node }) => node);
const printed = (krm, nodes) => krm.printYaml(nodes.map((node) => new krm.YamlDocument(node))).trim();

/** Upstream's case ends before references are fixed. */
async function ensureNames(context) {
  const { krm, dir } = context;
  const { ensureNames, readEnsureNameSubstringConfig } = steps(context);
  const config = readEnsureNameSubstringConfig(krm.parseYaml(read(dir, 'config.yaml'))[0].root);
  const items = nodesOf(krm, read(dir, 'input.yaml'));
  ensureNames(items, config);
  strictEqual(printed(krm, items), printed(krm, nodesOf(krm, read(dir, 'expected.yaml'))));
}

async function dependsOn(context) {
  const { Input, Expected, EditMode, InputResourceLookup } = context.caseJson;
  const known = new Set(
    Object.keys(InputResourceLookup?.resourceMap ?? {}).map((key) => Object.values(JSON.parse(key)).join('/')),
  );
  const renamed = steps(context).renameDependsOn(Input, (group, kind, name) => {
    if (!known.has([group, kind, name].join('/'))) return undefined;
    return EditMode === 'prepend' ? `substr${name}` : `${name}substr`;
  });
  strictEqual(renamed, Expected);
}

async function nameReference(context) {
  const { krm, dir, caseJson } = context;
  const { updateReferences } = steps(context);
  const { originalNames, prefix = [], suffix = [], inputPrefix, inputSuffix, filter, err } = caseJson;
  const candidates = nodesOf(krm, read(dir, 'candidates.yaml')).map((node, index) => ({
    node,
    originalName: originalNames[index],
    affixes: JSON.stringify([prefix[index], suffix[index]]),
  }));
  const [node] = nodesOf(krm, read(dir, 'referrerOriginal.yaml'));
  const referrer = { node, originalName: '', affixes: JSON.stringify([inputPrefix, inputSuffix]) };
  const { Group: group = '', Version: version = '', Kind: kind = '' } = filter.ReferralTarget;
  const reference = { target: { group, version, kind }, field: { path: filter.NameFieldToUpdate.Path } };
  if (err) {
    throws(() => updateReferences(referrer, reference, candidates));
    return;
  }
  updateReferences(referrer, reference, candidates);
  strictEqual(printed(krm, [node]), printed(krm, nodesOf(krm, read(dir, 'referrerFinal.yaml'))));
}

export const groups = {
  'krm-functions-catalog/unit-ensure-name-substring': ensureNames,
  'krm-functions-catalog/unit-ensure-name-substring-depends-on': dependsOn,
  'kustomize/api-nameref': nameReference,
};
