import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectEqual, expectSameKptfile, expectSameYaml, expectThrows } from '../expect.mjs';

const read = (dir, name) => readFileSync(join(dir, name), 'utf8');

/** A Kptfile given with Go's field names, as YAML nodes with the names of the file. */
function kptfileFromStruct(krm, struct) {
  const fileNames = { Exclusions: 'exclude', CelCondition: 'when' };
  const rename = (value) => {
    if (Array.isArray(value)) return value.map(rename);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, field]) => {
      const fileName = fileNames[name] ?? name[0].toLowerCase() + name.slice(1);
      return [fileName, fileName === 'configMap' ? field : rename(field)];
    });
    return Object.fromEntries(entries);
  };
  return krm.fromJs(rename(struct));
}

function validate({ krm, caseJson }) {
  expectEqual(
    krm.kptfileProblems(kptfileFromStruct(krm, caseJson.kptfile ?? {})).length === 0,
    caseJson.valid ?? false,
  );
}

function merge({ krm, dir, caseJson }) {
  const [local, updated, original] = ['local', 'updated', 'origin'].map((name) => {
    return krm.parseYaml(read(dir, `${name}.yaml`))[0]?.root;
  });
  const run = () => krm.mergeKptfile({ local, updated, original, updateUpstream: caseJson.updateUpstream ?? false });
  if (caseJson.err) return expectThrows(run);
  expectSameKptfile(krm, krm.printYaml(run()), read(dir, 'expected.yaml'));
}

function functionConfig({ krm, dir, caseJson }) {
  const error = Object.entries(caseJson).find(([key, value]) => /err/i.test(key) && typeof value === 'string')?.[1];
  const file = 'f1.yaml';
  const run = () => krm.readFunctionConfig(file, read(dir, 'input.yaml'));
  if (error) return expectThrows(run, error.replace(/"[^"]*\.yaml"/, JSON.stringify(file)));
  const object = run();
  const expected = new krm.KrmObject(krm.parseYaml(read(dir, 'exp.yaml'))[0]);
  // The reader's annotations about the file are not part of the configuration.
  for (const key of [...expected.annotations.keys()]) {
    if (/^(internal\.)?config\.kubernetes\.io\//.test(key)) expected.deleteAnnotation(key);
  }
  expected.clearEmptyAnnotations();
  expectSameYaml(krm, krm.printYaml(object.document), krm.printYaml(expected.document));
}

function isKustomization({ krm, dir, caseJson }) {
  const [document] = krm.parseYaml(read(dir, 'input.yaml'));
  expectEqual(krm.isKustomization(new krm.KrmObject(document)), caseJson.exp ?? false);
}

export const groups = {
  'kpt/kptfile-validate': async (context) => validate(context),
  'kpt/kptfile-merge': async (context) => merge(context),
  'kpt/kptfile-image-name-valid': async ({ krm, caseJson }) =>
    expectEqual(krm.isFunctionImage(caseJson.Path ?? ''), caseJson.Valid ?? false),
  'kpt/kptfile-config-path-valid': async ({ krm, caseJson }) =>
    expectEqual(krm.functionConfigPathProblem(caseJson.Path ?? '') === undefined, caseJson.Valid ?? false),
  'kpt/kptfile-fnconfig-validate': async (context) => functionConfig(context),
  'kpt/kptfile-is-kustomization': async (context) => isKustomization(context),
};
