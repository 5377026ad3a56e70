#!/usr/bin/env node
// `npm start`: installs, builds and starts the server on its embedded default. Flags go to the server.
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installIfNeeded } from './install-if-needed.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
installIfNeeded(root);
// Its progress goes to standard error, so that standard output carries the server's ready line and nothing else.
const built = spawnSync(process.execPath, [join(root, 'tools/build.mjs')], { cwd: root, stdio: ['ignore', 2, 2] });
if (built.status !== 0) process.exit(built.status ?? 1);

const server = spawn(process.execPath, [join(root, 'dist/apps/server/porch-server.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
