#!/usr/bin/env node
// Shows that the lint rule for layers bites: lints an import that ought to be refused, and one that ought not, as if it
// stood in a library's index. A rule that is switched off by accident, or lost its tags, would pass every other check.
import { ESLint } from 'eslint';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const RULE = '@nx/enforce-module-boundaries';
const refused = [
  ['api', 'starlark'],
  ['krm', 'starlark'],
  ['repository', 'functions'],
  ['cache', 'repository-git'],
  ['watcher', 'functions'],
  ['task-handler', 'watcher'],
  ['task-handler', 'fn-runtime'],
  ['engine', 'repository-git'],
  ['apiserver', 'cache'],
  ['client', 'store'],
];
const allowed = [
  ['krm', 'api'],
  ['cache', 'repository'],
  ['engine', 'task-handler'],
  ['fn-runtime', 'functions'],
  ['apiserver', 'engine'],
];

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const eslint = new ESLint({
  cwd: root,
  ruleFilter: ({ ruleId }) => ruleId === RULE,
  // The rule needs no types.
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
});

async function isRefused([from, to]) {
  const filePath = join(root, 'libs', from, 'src/index.ts');
  const [result] = await eslint.lintText(`export * from '@porch/${to}';\n`, { filePath });
  // It also refuses circles, and then says nothing of layers: the pairs above have no dependency the other way round.
  return result.messages.some(({ ruleId, message }) => ruleId === RULE && /\btagged with\b/.test(message));
}

const wrong = [];
for (const pair of refused) if (!(await isRefused(pair))) wrong.push(`${pair.join(' may import ')}, and must not`);
for (const pair of allowed) if (await isRefused(pair)) wrong.push(`${pair.join(' may not import ')}, and must`);
if (wrong.length > 0) {
  console.error(
    `${RULE} does not keep the layers of eslint.config.mjs:\n${wrong.map((line) => `  ${line}\n`).join('')}`,
  );
  process.exit(1);
}
