import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Starts the bundled server and measures how long it takes to be ready. */
export async function startServer(root, dataDirectory) {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(root, 'dist/apps/server/porch-server.js'),
      '--data-dir',
      dataDirectory,
      '--secure-port',
      '0',
      '--log-level',
      'warn',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  const url = await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`porch-server ended with ${code}`)));
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      const match = /^ready (\S+) /m.exec(output);
      if (match) resolve(match[1]);
    });
  });
  return {
    url,
    readyMilliseconds: performance.now() - began,
    /** Resident memory in MiB. */
    resident: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
