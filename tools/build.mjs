#!/usr/bin/env node
// Builds everything into dist/ folders: the libraries with TypeScript, then each app as a bundle that runs with plain
// Node from a copy of its folder alone.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const only = process.argv.slice(2);

const compiled = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '--build'], {
  cwd: root,
  stdio: 'inherit',
});
if (compiled.status !== 0) process.exit(compiled.status ?? 1);

for (const name of readdirSync(join(root, 'apps')).sort()) {
  const script = join(root, 'apps', name, 'build.mjs');
  if (!existsSync(script) || (only.length > 0 && !only.includes(name))) continue;
  const outDir = join(root, 'dist', 'apps', name);
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  const { build } = await import(pathToFileURL(script).href);
  await build({ outDir, root });
  console.log(`built dist/apps/${name}`);
}
