#!/usr/bin/env node
// npm run bench [-- --json FILE] [--quick] [NAME ...]: every benchmark of the project, one command.
// A benchmark is a file `libs/*/bench/NAME.bench.mjs` or `apps/*/bench/NAME.bench.mjs` that exports
// `run({ quick, root })` and returns figures { name, unit, value, spread, want?, peer?, ratio? }; lower is better.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { installIfNeeded } from './install-if-needed.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
installIfNeeded(root);
const built = spawnSync(process.execPath, [join(root, 'tools/build.mjs')], { cwd: root, stdio: ['ignore', 2, 2] });
if (built.status !== 0) process.exit(built.status ?? 1);

const files = ['libs', 'apps']
  .flatMap((parent) => readdirSync(join(root, parent)).map((name) => join(root, parent, name, 'bench')))
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.bench.mjs'))
  .filter((file) => positionals.length === 0 || positionals.includes(basename(file, '.bench.mjs')));
if (files.length === 0) {
  console.error(`no benchmark named ${positionals.join(', ')}`);
  process.exit(2);
}

const figures = [];
for (const file of files) {
  console.error(`bench ${basename(file, '.bench.mjs')} ...`);
  const { run } = await import(pathToFileURL(file).href);
  figures.push(...(await run({ quick: values.quick, root })));
}

const shown = (value) => (typeof value === 'number' ? Number(value.toPrecision(4)).toString() : (value ?? ''));
const rows = figures.map((figure) => [
  figure.name,
  shown(figure.value),
  shown(figure.spread),
  figure.unit,
  shown(figure.want),
  shown(figure.peer),
  shown(figure.ratio),
]);
const header = ['figure', 'value', 'spread', 'unit', 'want', 'peer', 'ratio'];
const widths = header.map((title, at) => Math.max(title.length, ...rows.map((row) => String(row[at]).length)));
for (const row of [header, ...rows]) {
  console.log(
    row
      .map((cell, at) => String(cell).padEnd(widths[at]))
      .join('  ')
      .trimEnd(),
  );
}
if (values.json) writeFileSync(values.json, `${JSON.stringify({ figures }, null, 2)}\n`);
