import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts the bundled server and measures how long it takes to be ready. */
export async function startServer(root, dataDirectory) {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      '--require',
      join(import.meta.dirname, 'collect-garbage.cjs'),
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
  const lines = createInterface({ input: child.stdout });
  const lineThat = (begins) =>
    new Promise((resolve, reject) => {
      const onExit = (code) => reject(new Error(`porch-server ended with ${code}`));
      const onLine = (line) => {
        if (!line.startsWith(begins)) return;
        lines.off('line', onLine);
        child.off('exit', onExit);
        resolve(line);
      };
      child.once('exit', onExit);
      lines.on('line', onLine);
    });
  const url = (await lineThat('ready ')).split(' ')[1];
  const resident = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  return {
    url,
    readyMilliseconds: performance.now() - began,
    /** Resident memory in MiB. */
    resident,
    /** The same without garbage. */
    async residentCollected() {
      const collected = lineThat('collected');
      child.kill('SIGUSR2');
      await collected;
      return resident();
    },
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
