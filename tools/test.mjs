#!/usr/bin/env node
// `npm test`: installs npm packages, builds (end-to-end tests use the bundles), runs every test. Arguments go to Jest.
// Ends with the plain line `N passed, N failed[, N skipped]`.
import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installIfNeeded } from './install-if-needed.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
installIfNeeded(root);
const node = (script, ...args) =>
  spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' }).status ?? 1;

const built = node('tools/build.mjs');
if (built !== 0) process.exit(built);
process.exit(
  node(
    'node_modules/jest/bin/jest.js',
    '--reporters=default',
    `--reporters=${join(root, 'tools/test/summary-reporter.cjs')}`,
    ...process.argv.slice(2),
  ),
);
