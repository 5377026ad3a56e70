import { readdir, readFile } from 'node:fs/promises';
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

export const groups = {
  'kustomize/kyaml-bytereader': byteReader,
  'kustomize/kyaml-bytereadwriter': byteReadWriter,
  'kustomize/kyaml-bytewriter': byteWriter,
  'kustomize/kyaml-frombytes': fromBytes,
  'kustomize/kyaml-seqindent-annotation': sequenceIndentAnnotation,
  'kustomize/kyaml-derive-seqindent': derivedSequenceIndent,
  'kustomize/kyaml-deanchor': deAnchor,
};
