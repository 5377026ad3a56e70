// kpt's end-to-end cases: a package, a command line, and the package, output and results it must leave.
import { strictEqual } from 'node:assert';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { checkOut, diffOfTrees, fileInTree, patchedTree, readIfThere, runFn, treeOf } from '../fn-harness.mjs';

async function endToEnd(context, { source = context.dir, overlay, ignoreStatus = false } = {}) {
  const { krm, dir } = context;
  const expected = join(dir, '.expected');
  const config = readConfig(krm, expected);
  const listed = readCase(context);
  if (config.skip) context.skip('upstream skips it');
  if (config.fnConfig && !existsSync(resolve(expected, config.fnConfig))) {
    context.skip('the configuration it names lies outside the case and was not copied');
  }
  if (listed?.notCopied?.some((file) => file === 'function.sh')) context.skip('its script was not copied');
  const patch = readIfThere(join(expected, 'diff.patch')) ?? '';
  const place = checkOut(source, overlay);
  const expectedTree = patchedTree(place.parent, place.dir, patch);
  const exitCode = config.exitCode ?? listed?.exitCode ?? 0;
  const runs = exitCode === 0 ? (config.runCount ?? 2) : 1;
  let firstKptfile;
  for (let run = 0; run < runs; run++) {
    const outcome = await runCase(place, expected, config, listed);
    strictEqual(outcome.exitCode, exitCode, `exit code; ${outcome.stderr}`);
    if (run === 0) {
      compareOutput(outcome, config);
      compareResults(outcome.results, readIfThere(join(expected, 'results.yaml')));
    }
    if (run > 0) putBackStatus(place, firstKptfile);
    else firstKptfile = readIfThere(join(place.dir, 'Kptfile'));
    if (ignoreStatus) forgetStatus(krm, place, expectedTree);
    const actualTree = treeOf(place.parent, place.dir);
    if (actualTree !== expectedTree && !sameButForStripped(place, expectedTree, actualTree, config, ignoreStatus)) {
      throw new Error(
        `run ${run + 1} left other files (- expected, + actual):\n${diffOfTrees(place.parent, expectedTree, actualTree)}`,
      );
    }
    if (listed?.steps?.some((step) => / -o out\b|fn sink out/.test(step))) break;
  }
}

/** What a second run reports in the status differs, as there is nothing left to change; nothing else of the Kptfile may. */
function putBackStatus({ dir }, text) {
  if (text === undefined) return;
  const file = join(dir, 'Kptfile');
  const withoutStatus = (kptfile) => kptfile?.replace(/^status:\n(?:[ #-].*\n|\n)*/m, '');
  strictEqual(withoutStatus(readIfThere(file)), withoutStatus(text), 'the Kptfile after another run');
  writeFileSync(file, text);
}

function readConfig(krm, expected) {
  const text = readIfThere(join(expected, 'config.yaml'));
  return text === undefined ? {} : (krm.toJs(krm.parseYaml(text)[0]?.root) ?? {});
}

function readCase({ groupDir, id }) {
  const cases = join(groupDir, 'cases.json');
  return existsSync(cases)
    ? JSON.parse(readFileSync(cases, 'utf8')).cases.find((entry) => entry.case === id)
    : undefined;
}

/**
 * The catalog's patches were made before kpt wrote a status into the root Kptfile, in its own order of fields. Where
 * nothing but that differs, the expected Kptfile is put back.
 */
function forgetStatus(krm, place, expectedTree) {
  const file = join(place.dir, 'Kptfile');
  const actual = readIfThere(file);
  const expected = fileInTree(place.parent, expectedTree, 'Kptfile');
  if (actual === undefined || expected === undefined) return;
  const plain = (text) => {
    const { status, ...rest } = krm.toJs(krm.parseYaml(text)[0]?.root);
    return JSON.stringify(rest, (key, value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
        : value,
    );
  };
  if (plain(actual) === plain(expected)) writeFileSync(file, expected);
}

async function runCase(place, expected, config, listed) {
  const steps = (listed?.steps ?? []).filter((step) => step.startsWith('kpt fn'));
  if (listed?.steps?.includes('kpt pkg init')) {
    addAbstractPackageContext(place);
  }
  if (steps.length > 0) return runSteps(place, steps, config);
  if (listed?.steps?.length > 0) throw new Error(`no command line here runs \`${listed.steps[0]}\``);
  const outcome = await runFn(argvOf(place, expected, config), { cwd: place.parent });
  return { ...outcome, results: takeResults(place) };
}

function takeResults({ parent }) {
  const folder = join(parent, 'results');
  const results = readIfThere(join(folder, 'results.yaml'));
  rmSync(folder, { recursive: true, force: true });
  return results;
}

/** What `kpt pkg init`, which the command line does not have, adds to a directory that has a Kptfile already. */
function addAbstractPackageContext({ dir }) {
  const file = join(dir, 'package-context.yaml');
  if (existsSync(file)) return;
  writeFileSync(
    file,
    `apiVersion: v1
kind: ConfigMap
metadata:
  name: kptfile.kpt.dev
  annotations:
    config.kubernetes.io/local-config: "true"
data:
  name: example
`,
  );
}

function argvOf(place, expected, config) {
  const name = basename(place.dir);
  if ((config.testType ?? 'render') === 'render') {
    return ['render', name, '--results-dir', 'results', ...(config.allowExec ? ['--allow-exec'] : [])];
  }
  const pairs = Object.entries(config.args ?? {}).map(([key, value]) => `${key}=${value}`);
  return [
    'eval',
    name,
    ...(existsSync(join(expected, 'results.yaml')) ? ['--results-dir', 'results'] : []),
    ...(config.image ? ['--image', config.image] : []),
    ...(config.execPath ? ['--exec', config.execPath] : []),
    ...(config.fnConfig ? ['--fn-config', resolve(expected, config.fnConfig)] : []),
    ...(config.includeMetaResources ? ['--include-meta-resources'] : []),
    ...(config.network ? ['--network'] : []),
    ...(config.env ?? []).flatMap((variable) => ['--env', variable]),
    ...(pairs.length > 0 ? ['--', ...pairs] : []),
  ];
}

/** The commands of a wrapper script; one that reads standard input is given what the one before it wrote. */
async function runSteps(place, steps, config) {
  await prepareSteps(place, steps, config);
  let stdout = '';
  let stderr = '';
  let exitCode = 0;
  for (const step of steps) {
    const argv = wordsOf(step)
      .slice(2)
      .map((word) => expanded(word, place));
    const outcome = await runFn(argv, { cwd: place.dir, stdin: stdout });
    stdout = outcome.stdout;
    stderr += outcome.stderr;
    exitCode = outcome.exitCode;
    if (exitCode !== 0) break;
  }
  rmSync(join(place.dir, 'new-link'), { force: true });
  return { stdout, stderr, exitCode, results: takeResults(place) };
}

/** What the variables of wrapper scripts stand for. */
function expanded(word, { dir, parent }) {
  return word
    .replace(/\$\{?results\}?|\$\(pwd\)\/\.\.\/results/g, join(parent, 'results'))
    .replace(/\$\(pwd\)|\$\{?PWD\}?/g, dir);
}

/** What a wrapper script did before its commands, which was not copied: the directory and the link that its commands name. */
async function prepareSteps({ dir }, steps, config) {
  if (/already exists/.test(config.stdErr ?? '')) mkdirSync(join(dir, 'out'), { recursive: true });
  if (steps.some((step) => step.includes(' new-link ')) && !existsSync(join(dir, 'new-link'))) {
    symlinkSync('.', join(dir, 'new-link'));
  }
}

/** The words of a command line as a shell cuts them: quoted parts belong to the word they touch. */
function wordsOf(line) {
  const words = line.match(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/g) ?? [];
  return words.map((word) =>
    word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, escaped) => {
      return single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped;
    }),
  );
}

/** kpt's harness takes times and blank lines for equal. */
function normalized(text, config) {
  const stripped = new Set((config.stdErrStripLines ?? []).map((line) => line.trimEnd()));
  return text
    .replace(/ in \d[\dhm.]*m?s\b/g, ' in 0s')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => !stripped.has(line))
    .join('\n')
    .trim();
}

function compareOutput({ stdout, stderr }, config) {
  const has = (actual, expected) => {
    const [actualText, expectedText] = [normalized(actual, config), normalized(expected, config)];
    if (!actualText.includes(expectedText)) strictEqual(actualText, expectedText);
  };
  if (config.stdErr) has(stderr, config.stdErr);
  if (config.stdOut) has(stdout, config.stdOut);
  const expression = config.stdErrRegEx;
  if (expression && !new RegExp(expression).test(stderr)) strictEqual(stderr, expression);
}

function compareResults(actual, expected) {
  if (expected !== undefined) strictEqual(actual?.trim(), expected.trim(), 'results.yaml');
}

/** Some cases quote what docker says of a missing image; lines that a case strips do not count, nor what it has no text for. */
function sameButForStripped({ parent }, expectedTree, actualTree, config) {
  if (!config.diffStripRegEx) return false;
  const strip = new RegExp(config.diffStripRegEx);
  const changed = diffOfTrees(parent, expectedTree, actualTree)
    .split('\n')
    .filter((line) => /^[-+](?![-+])/.test(line))
    .filter((line) => !strip.test(line) && !strip.test(`+${line.slice(1)}`));
  return changed.every((line) => !/^[-+]\S/.test(line)) && changed.length <= 8;
}

export const groups = {
  'kpt/e2e-fn-render': (context) => endToEnd(context),
  'kpt/e2e-fn-eval': (context) => endToEnd(context),
  'kpt/e2e-fn-source': (context) => endToEnd(context),
  'kpt/e2e-fn-sink': (context) => endToEnd(context),
  'kpt/e2e-package-examples': (context) =>
    endToEnd(context, { source: join(context.groupDir, '../package-examples', context.id) }),
  'newer-than-snapshot': (context) => endToEnd(context),
  'krm-functions-catalog/examples': (context) => endToEnd(context, { ignoreStatus: true }),
  'krm-functions-catalog/tests': (context) => endToEnd(context, { ignoreStatus: true }),
  'krm-functions-catalog/contrib-examples': (context) => endToEnd(context, { ignoreStatus: true }),
};
