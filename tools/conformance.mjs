// Runs the golden cases of a fixture folder against the compiled libraries.
//
//   npm run conformance -- [--fixtures DIR] [--group PREFIX] [--json FILE] [--verbose] [--update-baseline]
//
// Exit code 1 if a case fails that passed in the committed baseline, 2 for a wrong call.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compareWithBaseline, readBaseline, writeBaseline } from './conformance/baseline.mjs';
import { createLibraries } from './conformance/libraries.mjs';
import { formatTable } from './conformance/report.mjs';
import { loadGroupRunners, runGroup } from './conformance/run-group.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const baselineFile = join(root, 'tools/conformance/baseline.json');

function readOptions() {
  try {
    return parseArgs({
      options: {
        fixtures: { type: 'string', default: join(root, '../shared/conformance/fixtures') },
        group: { type: 'string', default: '' },
        json: { type: 'string' },
        verbose: { type: 'boolean', default: false },
        'update-baseline': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    console.error(`conformance: ${error.message}`);
    process.exit(2);
  }
}

function readJson(file, otherwise) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' && otherwise !== undefined) return otherwise;
    throw new Error(`cannot read ${file}: ${error.message}`, { cause: error });
  }
}

const options = readOptions();
const fixtures = resolve(options.fixtures);
const index = readJson(join(fixtures, 'INDEX.json'));
const outOfScope = readJson(join(dirname(fixtures), 'out-of-scope.json'), {});
const runners = await loadGroupRunners(join(root, 'tools/conformance/groups'));
const libraries = createLibraries(root);

const groups = {};
for (const group of Object.keys(index.groups).filter((name) => name.startsWith(options.group))) {
  const ids = index.cases.filter((entry) => entry.group === group).map((entry) => entry.id);
  groups[group] = await runGroup({ group, ids, fixtures, runner: runners.get(group), outOfScope, libraries });
}

console.log(formatTable(groups, options.verbose));
if (options.json) writeFileSync(options.json, JSON.stringify({ groups: plainResults(groups) }, null, 1) + '\n');
if (options['update-baseline']) {
  writeBaseline(baselineFile, groups, options.group);
} else {
  const regressions = compareWithBaseline(readBaseline(baselineFile), groups);
  for (const name of regressions) console.error(`conformance: ${name} passed in the baseline and fails now`);
  if (regressions.length > 0) process.exitCode = 1;
}
process.exit();

/** Without the texts of the failures, which are for people. */
function plainResults(results) {
  const plain = Object.entries(results).map(([group, { cases, passed, failed, skipped }]) => [
    group,
    { cases, passed: passed.length, failed: failed.map(({ id }) => id), skipped },
  ]);
  return Object.fromEntries(plain);
}
