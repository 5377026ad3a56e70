// The function catalogue's own cases, kustomize's filters, and the units of kpt's function runner.
import { deepStrictEqual, notStrictEqual, strictEqual } from 'node:assert';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expectSameYaml, expectThrows } from '../expect.mjs';
import { readIfThere } from '../fn-harness.mjs';

const context = { signal: new AbortController().signal };
const read = (dir, name) => readFileSync(join(dir, name), 'utf8');
const nodesOf = (krm, text) => krm.readResources(text, { omitReaderAnnotations: true }).items.map(({ node }) => node);
const rootOf = (krm, text) => krm.parseYaml(text)[0]?.root;

/** Objects as upstream's tests print them: documents, lists indented, no empty annotations. */
function printed(krm, nodes, sequenceIndent = 'compact') {
  const documents = nodes.map((node) => new krm.YamlDocument(node));
  for (const document of documents) new krm.KrmObject(document).clearEmptyAnnotations();
  return krm.printYaml(documents, { sequenceIndent });
}

/** Texts that differ in the indentation of lists only are the same: kyaml's default for it has changed. */
function expectSameDocuments(krm, actual, expected) {
  const plain = (text) =>
    printed(
      krm,
      krm.parseYaml(text).flatMap(({ root }) => root ?? []),
    );
  strictEqual(plain(actual).trim(), plain(expected).trim());
}

/** Runs a function of the catalogue on text. */
async function runNamed({ krm, functions }, name, input, config) {
  const items = nodesOf(krm, input);
  const output = await functions
    .createFunctionCatalogue()
    .byName(name)
    .run({ items, functionConfig: rootOf(krm, config) }, context);
  return { ...output, text: printed(krm, output.items) };
}

async function configInputExpected(libraries, name) {
  const { krm, dir, caseJson } = libraries;
  const output = await runNamed(libraries, name, read(dir, 'input.yaml'), read(dir, 'config.yaml'));
  const error = caseJson.errMsg ?? caseJson.ExpectedError;
  if (error) {
    const said = output.results.map(({ message }) => message).join('\n');
    notStrictEqual(output.exitCode, 0);
    if (!said.includes(error)) strictEqual(said, error);
    return;
  }
  strictEqual(output.exitCode, 0, output.stderr);
  expectSameDocuments(krm, output.text, read(dir, 'expected.yaml'));
}

async function messages(libraries, name) {
  const { dir, caseJson } = libraries;
  const output = await runNamed(libraries, name, read(dir, 'input.yaml'), read(dir, 'config.yaml'));
  const expected = caseJson.expectedResult ?? [];
  const said = output.results.map(({ message }) => message);
  const error = caseJson.expectedError ?? caseJson.errMsg;
  if (!error) return deepStrictEqual(said, expected);
  strictEqual(output.exitCode, 1);
  if (typeof error === 'string' && !said.join('\n').includes(error)) strictEqual(said.join('\n'), error);
}

function packageItems(krm, folder) {
  const files = new Map();
  const walk = (directory) => {
    for (const name of readdirSync(join(folder, directory))) {
      const path = directory === '' ? name : `${directory}/${name}`;
      if (statSync(join(folder, path)).isDirectory()) walk(path);
      else files.set(path, readFileSync(join(folder, path)));
    }
  };
  walk('');
  return krm
    .readPackage(files, { matchFiles: krm.KRM_FILE_GLOBS, packageFileName: 'Kptfile', includeSubpackages: true })
    .map(({ node }) => node);
}

function listSetters({ krm, functions, dir, caseJson }) {
  const error = caseJson.errMsg ?? caseJson.expectedErr;
  if (error) return expectThrows(() => functions.discoverSetters(packageItems(krm, join(dir, 'input'))), error);
  const { setters, warnings } = functions.discoverSetters(packageItems(krm, join(dir, 'input')));
  const expected = (caseJson.expectedResult ?? []).map(({ Name, Value, Count, Type }) => ({
    name: Name,
    value: Value,
    type: Type,
    count: Count,
  }));
  deepStrictEqual(
    setters,
    expected.sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
  deepStrictEqual(warnings, (caseJson.warnings ?? []).flat());
}

function searchReplace({ krm, functions, dir, caseJson }) {
  const items = nodesOf(krm, read(dir, 'input.yaml'));
  for (const item of items) functions.setAnnotation(item, 'internal.config.kubernetes.io/path', '${filePath}');
  const config = rootOf(krm, read(dir, 'config.yaml'));
  const run = () => {
    const data = functions.stringMapOf(functions.fieldOf(config, 'data'));
    const request = functions.searchRequest(data);
    return { request, matches: functions.searchAndReplace(items, request) };
  };
  if (caseJson.errMsg) return expectThrows(run, caseJson.errMsg);
  const { request, matches } = run();
  for (const item of items) functions.removeAnnotation(item, 'internal.config.kubernetes.io/path');
  const verb = request['put-value'] || request['put-comment'] ? 'Mutated' : 'Matched';
  const lines = matches.map(
    ({ filePath, fieldPath, value }) => `${filePath}\nfieldPath: ${fieldPath}\nvalue: ${value}\n\n`,
  );
  strictEqual(`${lines.join('')}${verb} ${matches.length} field(s)`.trim(), read(dir, 'out.txt').trim());
  expectSameDocuments(krm, printed(krm, items), read(dir, 'expected.yaml'));
}

/** Upstream's tables go through a package of one file, of which the reader notes the path; the writer leaves no other notes. */
function upsertResource({ krm, functions, dir }) {
  const items = nodesOf(krm, read(dir, 'input.yaml'));
  for (const item of items) {
    functions.setAnnotation(item, 'internal.config.kubernetes.io/path', 'f1.yaml');
    functions.setAnnotation(item, 'config.kubernetes.io/path', 'f1.yaml');
  }
  const functionConfig = rootOf(krm, read(dir, 'config.yaml'));
  const output = functions.createFunctionCatalogue().byName('upsert-resource').run({ items, functionConfig }, context);
  const written = krm.writeResources(output.items.map((item) => new krm.KrmObject(item)));
  const plain = (text) => krm.parseYaml(text).map(({ root }) => JSON.stringify(krm.toJs(root), sortedKeys));
  deepStrictEqual(plain(written), plain(read(dir, 'expected.yaml')));
}

function sortedKeys(key, value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function setAnnotationsUnit({ krm, functions, dir, caseJson }) {
  const items = nodesOf(krm, read(dir, 'input.yaml'));
  const config = rootOf(krm, read(dir, 'config.yaml'));
  const annotations = functions.stringMapOf(functions.fieldOf(config, 'annotations'));
  const settings = { annotations, additionalFields: [] };
  const results = functions.annotateItems(items, settings);
  if (existsSync(join(dir, 'expected.yaml'))) expectSameYaml(krm, printed(krm, items), read(dir, 'expected.yaml'));
  else
    strictEqual(
      results.every(({ message }) => message.startsWith('set annotations: ')),
      true,
      caseJson.name,
    );
}

// --- kustomize -------------------------------------------------------------------------------------------------------

const specOf = (fs) => ({
  group: fs.Gvk?.Group ?? fs.Group,
  version: fs.Gvk?.Version ?? fs.Version,
  kind: fs.Gvk?.Kind ?? fs.Kind,
  path: fs.Path ?? '',
  create: fs.CreateIfNotPresent ?? false,
});

function filterCase(libraries, apply, expectedFile = 'expectedOutput.yaml', expectSame = expectSameDocuments) {
  const { krm, dir, caseJson } = libraries;
  const nodes = nodesOf(krm, read(dir, 'input.yaml'));
  const mutations = [];
  const track = ({ key, value, tag, path }) => {
    mutations.push({ ...(key ? { Key: key } : {}), Value: value, ...(tag ? { Tag: tag } : {}), NodePath: [...path] });
  };
  const specs = (caseJson.fsslice ?? caseJson.fsSlice ?? caseJson.filter.FsSlice ?? []).map(specOf);
  const run = () => apply(nodes, caseJson.filter, specs, track);
  const error = caseJson.expectedErr ?? caseJson.expectedError ?? caseJson.error;
  if (typeof error === 'string' && error !== '') return expectThrows(run, error);
  run();
  expectSame(krm, printed(krm, nodes), read(dir, expectedFile));
  const expected = caseJson.expectedSetValueArgs ?? caseJson.expectedSetEntryArgs;
  if (expected) deepStrictEqual(mutations, expected);
}

function setValueOf(functions, call) {
  const [name, args] = [call.__call, call.args];
  if (name.endsWith('SetScalar')) return (node) => functions.setScalar(node, args[0]);
  return (node) => functions.setEntry(node, args[0], args[1]);
}

const CREATE_KINDS = { ScalarNode: 'scalar', MappingNode: 'mapping', SequenceNode: 'sequence' };

function fieldSpecCase({ krm, functions, dir, caseJson }) {
  const nodes = nodesOf(krm, read(dir, 'input.yaml'));
  const js = krm.toJs(
    rootOf(krm, read(dir, existsSync(join(dir, 'fieldSpec.yaml')) ? 'fieldSpec.yaml' : 'fsSlice.yaml')),
  );
  const specs = (Array.isArray(js) ? js : js === null ? [] : [js]).map((spec) => ({ ...spec, path: spec.path ?? '' }));
  const paths = [];
  const set = caseJson.filter?.SetValue
    ? setValueOf(functions, caseJson.filter.SetValue)
    : (node, path) => paths.push(path.join('.'));
  const createKind = caseJson.filter?.CreateKind ? { createKind: CREATE_KINDS[caseJson.filter.CreateKind] } : {};
  const run = () => {
    for (const node of nodes) for (const spec of specs) functions.applyFieldSpec(node, spec, { set, ...createKind });
  };
  if (caseJson.error) return expectThrows(run, caseJson.error);
  run();
  if (Array.isArray(caseJson.expected)) deepStrictEqual(paths, caseJson.expected);
  else expectSameDocuments(krm, printed(krm, nodes), read(dir, 'expected.yaml'));
}

const kustomize = {
  annotations: (libraries) =>
    filterCase(libraries, (nodes, { Annotations }, fieldSpecs, track) =>
      libraries.functions.annotateObjects(nodes, { entries: new Map(Object.entries(Annotations)), fieldSpecs, track }),
    ),
  labels: (libraries) =>
    filterCase(libraries, (nodes, { Labels }, fieldSpecs, track) =>
      libraries.functions.setEntries(nodes, { entries: new Map(Object.entries(Labels)), fieldSpecs, track }),
    ),
  namespace: (libraries) =>
    filterCase(
      libraries,
      (nodes, { Namespace, SetRoleBindingSubjects, UnsetOnly }, fieldSpecs, track) =>
        libraries.functions.setNamespaces(nodes, {
          namespace: Namespace,
          unsetOnly: UnsetOnly ?? false,
          fieldSpecs,
          track,
          ...(SetRoleBindingSubjects ? { subjects: subjectsOf(SetRoleBindingSubjects) } : {}),
        }),
      'expected.yaml',
    ),
  affix: (libraries) =>
    filterCase(
      libraries,
      (nodes, { Prefix, Suffix, FieldSpec }, specs, track) =>
        libraries.functions.affixNames(nodes, { prefix: Prefix, suffix: Suffix }, specOf(FieldSpec), track),
      'expected.yaml',
    ),
  replicas: (libraries) =>
    filterCase(
      libraries,
      (nodes, { Replica, FieldSpec }, specs, track) =>
        libraries.functions.setReplicas(nodes, Replica.Count, specOf(FieldSpec), track),
      'expected.yaml',
    ),
  imageTag: (libraries) =>
    filterCase(libraries, (nodes, { ImageTag }, specs, track) =>
      libraries.functions.replaceImagesAt(nodes, imageOf(ImageTag), specs, track),
    ),
  legacyImageTag: (libraries) =>
    filterCase(libraries, (nodes, { ImageTag }) =>
      libraries.functions.replaceImagesEverywhere(nodes, imageOf(ImageTag)),
    ),
  valueAdd: (libraries) =>
    filterCase(libraries, (nodes, { Value, FieldPath, FilePathPosition }) =>
      libraries.functions.addValue(nodes, {
        value: Value,
        fieldPath: FieldPath,
        ...(FilePathPosition ? { filePathPosition: FilePathPosition } : {}),
      }),
    ),
  /** kustomize patches go through JSON and come back with their fields sorted; ours stay where they were. */
  jsonPatch: (libraries) => {
    const apply = (nodes, { Patch }) => libraries.functions.applyJsonPatch(nodes, Patch);
    return filterCase(libraries, apply, 'expectedOutput.yaml', expectSameYaml);
  },
};

/** A constant of Go's that a case names, or the text itself. */
const SUBJECT_CONSTANTS = {
  DefaultSubjectsOnly: 'defaultOnly',
  SubjectModeUnspecified: 'defaultOnly',
  AllServiceAccountSubjects: 'allServiceAccounts',
  NoSubjects: 'none',
};
const subjectsOf = (mode) => {
  const name = (mode.__ident ?? mode).replace(/^namespace\./, '');
  return SUBJECT_CONSTANTS[name] ?? name;
};

const imageOf = ({ Name, NewName, NewTag, TagSuffix, Digest }) => ({
  name: Name,
  newName: NewName,
  newTag: NewTag,
  tagSuffix: TagSuffix,
  digest: Digest,
});

// --- kpt's function runner -------------------------------------------------------------------------------------------

const objectsOf = (krm, text) => krm.readResources(text, { omitReaderAnnotations: true }).items;

const runner = {
  baseNameAndTag({ fnRuntime, caseJson }) {
    const prefix = 'ghcr.io/kptdev/krm-functions-catalog';
    const input = caseJson.input.replace(/\{"__ident":"runneroptions\.GHCRImagePrefix"\}/, prefix);
    const expected = { name: caseJson.expectedName, tag: caseJson.expectedTag ?? '' };
    deepStrictEqual({ ...fnRuntime.baseNameAndTag(input) }, expected);
  },
  functionConfig({ krm, fnRuntime, dir, caseJson }) {
    const expected = read(dir, 'expected.yaml').trim();
    const file =
      readIfThere(join(dir, 'configFileContent.yaml')) ?? readIfThere(join(dir, 'fileContent.yaml')) ?? expected;
    const path = caseJson.name === 'file config' ? 'config.yaml' : undefined;
    const step = { configMap: caseJson.fn?.ConfigMap, ...(path ? { configPath: path } : {}) };
    const config = fnRuntime.initialConfig(step, () => file);
    const data = (text) => JSON.stringify(krm.toJs(rootOf(krm, text)), sortedKeys);
    strictEqual(config === undefined ? '' : data(krm.printYaml(config)), expected === '' ? '' : data(expected));
  },
  legacyResults({ krm, fnRuntime, dir, caseJson }) {
    const results = fnRuntime.functionResults(rootOf(krm, read(dir, 'input.yaml')));
    const upper = (value) =>
      Array.isArray(value)
        ? value.map(upper)
        : typeof value !== 'object' || value === null
          ? value
          : Object.fromEntries(
              Object.entries(value).map(([key, field]) => [key.charAt(0).toUpperCase() + key.slice(1), upper(field)]),
            );
    const expected = JSON.parse(JSON.stringify(caseJson.expected).replace(/"APIVersion"/g, '"ApiVersion"'));
    // Go embeds these structs; their fields are the reference's own.
    for (const result of expected) {
      const { NameMeta, TypeMeta, ...reference } = result.ResourceRef ?? {};
      if (result.ResourceRef) result.ResourceRef = { ...reference, ...TypeMeta, ...NameMeta };
    }
    deepStrictEqual(JSON.parse(JSON.stringify(upper(results))), JSON.parse(JSON.stringify(expected, withoutEmpty)));
  },
  pathInvariants({ krm, fnRuntime, dir, caseJson }) {
    const objects = objectsOf(krm, read(dir, 'input.yaml'));
    const error = caseJson.expectedErr;
    if (error) expectThrows(() => fnRuntime.enforcePathRules(objects), error);
    else fnRuntime.enforcePathRules(objects);
  },
  resourceRef({ krm, fnRuntime, dir }) {
    const result = fnRuntime.functionResult(rootOf(krm, read(dir, 'input.yaml')));
    deepStrictEqual(JSON.parse(JSON.stringify(result)), krm.toJs(rootOf(krm, read(dir, 'expected.yaml'))));
  },
  selectorMatch({ krm, fnRuntime, dir, caseJson }) {
    const [object] = objectsOf(krm, read(dir, 'input.yaml'));
    const lower = (key) => (key === 'APIVersion' ? 'apiVersion' : key.charAt(0).toLowerCase() + key.slice(1));
    const selector = Object.fromEntries(
      Object.entries(caseJson.selector ?? {}).map(([key, value]) => [lower(key), value]),
    );
    strictEqual(fnRuntime.matchesSelector(object, selector), caseJson.expected ?? false);
  },
  tagFilter({ fnRuntime, caseJson }) {
    const constraint = fnRuntime.parseConstraint(caseJson.constraint ?? '*');
    deepStrictEqual(fnRuntime.versionTags(caseJson.tags, constraint), caseJson.expected);
  },
  async tagResolution({ fnRuntime, caseJson, skip }) {
    if (caseJson.repoTags?.__raw) skip('the tags it lists are in a variable that was not copied');
    const image = caseJson.functionImage ?? 'ghcr.io/kptdev/krm-functions-catalog/test-function';
    const lister = (tags, error) => ({
      list: async () => {
        if (error) throw new Error(error);
        return tags ?? [];
      },
    });
    const listers = caseJson.listers
      ? caseJson.listers.map(({ tags, err }) => lister(tags?.[image], err))
      : [lister(caseJson.repoTags, caseJson.repoErr)];
    const resolved = fnRuntime.resolveImageTag(image, caseJson.functionTag ?? '', listers, context);
    if (caseJson.expectedErr) {
      const message = await resolved.then(
        () => '',
        (error) => error.message,
      );
      if (!message.includes(caseJson.expectedErr)) strictEqual(message, caseJson.expectedErr);
      return;
    }
    strictEqual((await resolved).replace(/^.*:/, ''), caseJson.expectedTag);
  },
  clearAnnotations({ krm, fnRuntime, dir, caseJson }) {
    const [object] = objectsOf(krm, read(dir, 'inputYAML.yaml'));
    fnRuntime.clearCallAnnotations([object]);
    const left = [...object.annotations.keys()];
    const rendering = left.filter((key) => /\/id$|migration-resource-id|kpt-resource-id/.test(key));
    deepStrictEqual(rendering, []);
    strictEqual(left.length > 0, caseJson.hasNonRenderingAnnotation ?? false);
  },
  mergeWithInput({ krm, fnRuntime, dir }) {
    const [output, selected, input] = ['output', 'selectedInput', 'input'].map((name) =>
      objectsOf(krm, readIfThere(join(dir, `${name}.yaml`)) ?? ''),
    );
    const merged = fnRuntime.mergeSelection(output, selected, input);
    expectSameDocuments(
      krm,
      printed(
        krm,
        merged.map(({ node }) => node),
      ),
      read(dir, 'expected.yaml'),
    );
  },
  pathRelativeToRoot({ fnRuntime, caseJson }) {
    const run = () => fnRuntime.pathRelativeToRoot(caseJson.rootPath, caseJson.subPkgPath, caseJson.resourcePath);
    if (caseJson.errString) {
      // The texts of the table have no quotes around paths, those of the code have.
      const unquoted = () => {
        try {
          run();
        } catch (error) {
          throw new Error(error.message.replaceAll('"', ''));
        }
      };
      return expectThrows(unquoted, caseJson.errString.replaceAll('"', ''));
    }
    strictEqual(run(), caseJson.expected);
  },
  execErrorString({ fnRuntime, dir, caseJson }) {
    const { Stderr = '', ExitCode = 0 } = caseJson.fnExecError;
    const lines = (text) =>
      text
        .split('\n')
        .map((line) => line.trimEnd())
        .join('\n')
        .trim();
    strictEqual(lines(fnRuntime.executionErrorText(ExitCode, Stderr)), lines(read(dir, 'expected.yaml')));
  },
};

function withoutEmpty(key, value) {
  return value === '' ? undefined : value;
}

async function packageContext({ krm, functions, fnRuntime, groupDir, dir }) {
  const folder = existsSync(join(dir, 'in.yaml')) ? dir : groupDir;
  const list = fnRuntime.readResourceList(read(folder, 'in.yaml'));
  const image = 'builtins/gen-pkg-context';
  const output = await functions.createFunctionCatalogue().byImage(image).function.run(list, context);
  const expected = fnRuntime.readResourceList(read(folder, 'out.yaml'));
  strictEqual(printed(krm, output.items), printed(krm, expected.items));
  deepStrictEqual(output.results, expected.results);
}

async function removeLocalConfig({ krm, functions, groupDir, caseJson }) {
  const folder = join(groupDir, '../testdata-remove-local-config');
  const items = caseJson.ResFiles.flatMap((name) => nodesOf(krm, read(folder, name)));
  const output = await functions
    .createFunctionCatalogue()
    .byName('remove-local-config-resources')
    .run({ items }, context);
  deepStrictEqual(
    output.results.map(({ message }) => message),
    caseJson.ExpectedResult,
  );
}

async function starlarkConfig(libraries) {
  const { krm, functions, dir, caseJson } = libraries;
  const functionConfig = rootOf(krm, read(dir, 'config.yaml'));
  const output = await functions
    .createFunctionCatalogue()
    .byName('starlark')
    .run({ items: [], functionConfig }, context);
  const error = caseJson.expectErrMsg ?? caseJson.expectedErr ?? caseJson.errMsg ?? '';
  if (error === '') return strictEqual(output.exitCode, 0, output.results[0]?.message);
  const said = output.results.map(({ message }) => message).join('\n');
  if (output.exitCode === 0 || !said.includes(error)) strictEqual(said, error);
}

export const groups = {
  'krm-functions-catalog/unit-apply-setters': (libraries) => configInputExpected(libraries, 'apply-setters'),
  'krm-functions-catalog/unit-apply-setters-patterns': async ({ functions, caseJson }) =>
    deepStrictEqual(
      Object.fromEntries(functions.setterValuesIn(caseJson.pattern, caseJson.value)),
      caseJson.expected ?? {},
    ),
  'krm-functions-catalog/unit-create-setters': createSettersCase,
  'krm-functions-catalog/unit-create-setters-comments': async (libraries) => createSettersComment(libraries),
  'krm-functions-catalog/unit-list-setters': async (libraries) => listSetters(libraries),
  'krm-functions-catalog/unit-list-setters-patterns': async ({ functions, caseJson }) =>
    deepStrictEqual(
      Object.fromEntries(functions.setterValuesIn(caseJson.pattern, caseJson.value)),
      caseJson.expected ?? {},
    ),
  'krm-functions-catalog/unit-search-replace': async (libraries) => searchReplace(libraries),
  'krm-functions-catalog/unit-search-replace-paths': async ({ functions, caseJson }) =>
    strictEqual(functions.matchesFieldPath(caseJson.traversedPath, caseJson.byPath), caseJson.shouldMatch ?? false),
  'krm-functions-catalog/unit-upsert-resource': async (libraries) => upsertResource(libraries),
  'krm-functions-catalog/unit-upsert-resource-same': async ({ krm, functions, dir, caseJson }) =>
    strictEqual(
      functions.isSameResource(rootOf(krm, read(dir, 'resource1.yaml')), rootOf(krm, read(dir, 'resource2.yaml'))),
      caseJson.expected ?? false,
    ),
  'krm-functions-catalog/unit-upsert-resource-annotations': async ({ functions, caseJson }) =>
    deepStrictEqual(
      Object.fromEntries(
        functions.combinedAnnotations(
          new Map(Object.entries(caseJson.inputResourceAnno ?? {})),
          new Map(Object.entries(caseJson.matchedResourceAnno ?? {})),
        ),
      ),
      caseJson.expected,
    ),
  'krm-functions-catalog/unit-set-annotations': async (libraries) => setAnnotationsUnit(libraries),
  'krm-functions-catalog/unit-set-enforcement-action': (libraries) => messages(libraries, 'set-enforcement-action'),
  'krm-functions-catalog/unit-delete-annotations': (libraries) => messages(libraries, 'delete-annotations'),
  'krm-functions-catalog/unit-remove-local-config': removeLocalConfig,
  'krm-functions-catalog/unit-starlark-config': starlarkConfig,
  'kustomize/api-annotations': async (libraries) => kustomize.annotations(libraries),
  'kustomize/api-labels': async (libraries) => kustomize.labels(libraries),
  'kustomize/api-namespace': async (libraries) => kustomize.namespace(libraries),
  'kustomize/api-prefix': async (libraries) => kustomize.affix(libraries),
  'kustomize/api-suffix': async (libraries) => kustomize.affix(libraries),
  'kustomize/api-replicacount': async (libraries) => kustomize.replicas(libraries),
  'kustomize/api-imagetag': async (libraries) => kustomize.imageTag(libraries),
  'kustomize/api-imagetag-legacy': async (libraries) => kustomize.legacyImageTag(libraries),
  'kustomize/api-valueadd': async (libraries) => kustomize.valueAdd(libraries),
  'kustomize/api-patchjson6902': async (libraries) => kustomize.jsonPatch(libraries),
  'kustomize/api-fieldspec': async (libraries) => fieldSpecCase(libraries),
  'kustomize/api-fsslice': async (libraries) => fieldSpecCase(libraries),
  'kpt/runner-base-name-tag': async (libraries) => runner.baseNameAndTag(libraries),
  'kpt/runner-function-config': async (libraries) => runner.functionConfig(libraries),
  'kpt/runner-legacy-results': async (libraries) => runner.legacyResults(libraries),
  'kpt/runner-path-invariants': async (libraries) => runner.pathInvariants(libraries),
  'kpt/runner-resource-ref': async (libraries) => runner.resourceRef(libraries),
  'kpt/runner-selector-match': async (libraries) => runner.selectorMatch(libraries),
  'kpt/runner-tag-filter': async (libraries) => runner.tagFilter(libraries),
  'kpt/runner-tag-resolution': (libraries) => runner.tagResolution(libraries),
  'kpt/render-clear-annotations': async (libraries) => runner.clearAnnotations(libraries),
  'kpt/render-merge-with-input': async (libraries) => runner.mergeWithInput(libraries),
  'kpt/render-path-rel-to-root': async (libraries) => runner.pathRelativeToRoot(libraries),
  'kpt/fn-exec-error-string': async (libraries) => runner.execErrorString(libraries),
  'kpt/builtins-pkg-context': packageContext,
};

/** The function itself fails without a match; upstream's tables look at the objects only. */
async function createSettersCase(libraries) {
  const { krm, dir, caseJson } = libraries;
  const output = await runNamed(libraries, 'create-setters', read(dir, 'input.yaml'), read(dir, 'config.yaml'));
  const error = caseJson.errMsg;
  if (error) {
    const said = output.results.map(({ message }) => message).join('\n');
    if (!said.includes(error)) strictEqual(said, error);
    return;
  }
  expectSameDocuments(krm, output.text, read(dir, 'expected.yaml'));
}

/** The setters are the same for the whole table and were not copied; the cases say between them what they are. */
function createSettersComment({ functions, caseJson, groupDir }) {
  const setters = new Map();
  for (const name of readdirSync(groupDir)) {
    const { value, comment } = JSON.parse(read(join(groupDir, name), 'case.json'));
    for (const [setter, stands] of functions.setterValuesIn(comment, value)) setters.set(setter, stands);
  }
  const list = [...setters].map(([name, value]) => ({ name, value }));
  const comment = functions.setterCommentFor(caseJson.value, functions.inOrderOfPriority(list));
  strictEqual(comment ?? caseJson.value, caseJson.comment);
}
