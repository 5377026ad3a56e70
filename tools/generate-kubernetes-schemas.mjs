// Makes libs/functions/src/kubeconform/kubernetes-schemas.json, the schemas that the kubeconform function ships with.
//
//   node tools/generate-kubernetes-schemas.mjs
//
// The source is the PyPI package kubernetes-validate (Apache-2.0), which carries the JSON schemas that are made from
// Kubernetes' own OpenAPI document. What validation does not need (descriptions, formats, patch strategies) is left out,
// and the rest compressed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const sourcePackage = 'kubernetes-validate==1.37.0';
const kubernetesVersion = '1.37.0';
const target = join(
  dirname(dirname(fileURLToPath(import.meta.url))),
  'libs/functions/src/kubeconform/kubernetes-schemas.json',
);

function downloadDefinitions() {
  const folder = mkdtempSync(join(tmpdir(), 'kubernetes-schemas-'));
  try {
    execFileSync('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, sourcePackage]);
    const [wheel] = readdirSync(folder);
    execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder]);
    const file = join(
      folder,
      `kubernetes_validate/kubernetes-json-schema/v${kubernetesVersion}-local/_definitions.json`,
    );
    return JSON.parse(readFileSync(file, 'utf8')).$defs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Only what decides whether a value is valid; references by the definition's name alone. */
function trim(schema) {
  const trimmed = {};
  if (schema.$ref !== undefined) trimmed.$ref = schema.$ref.replace(/^.*\/\$defs\//, '');
  for (const key of ['type', 'required', 'enum']) if (schema[key] !== undefined) trimmed[key] = schema[key];
  if (schema.oneOf) trimmed.oneOf = schema.oneOf.map(trim);
  if (schema.items) trimmed.items = trim(schema.items);
  if (typeof schema.additionalProperties === 'object') {
    trimmed.additionalProperties = trim(schema.additionalProperties);
  }
  if (schema.properties) {
    trimmed.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [name, trim(property)]),
    );
  }
  return trimmed;
}

function referencesOf(schema) {
  const nested = [schema.items, schema.additionalProperties, ...(schema.oneOf ?? [])].filter(Boolean);
  const all = [...nested, ...Object.values(schema.properties ?? {})].flatMap(referencesOf);
  return schema.$ref === undefined ? all : [schema.$ref, ...all];
}

const source = downloadDefinitions();
const kinds = {};
const definitions = {};
const add = (name) => {
  if (definitions[name] !== undefined) return;
  definitions[name] = trim(source[name]);
  referencesOf(definitions[name]).forEach(add);
};
for (const [name, schema] of Object.entries(source)) {
  for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? []) {
    kinds[`${group === '' ? version : `${group}/${version}`} ${kind}`] = name;
    add(name);
  }
}
const text = JSON.stringify({ kinds, definitions });
const compressed = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
writeFileSync(target, `${JSON.stringify({ kubernetesVersion, brotli: compressed.toString('base64') }, null, 2)}\n`);
console.log(`${Object.keys(kinds).length} kinds, ${text.length} bytes of JSON, ${compressed.length} compressed`);
