import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The worker's script: beside this module in the library, beside the bundle in an app; undefined when neither is there. */
export function findWorkerFile(): string | undefined {
  const candidates = ['render-worker.js', join('worker', 'render-worker.js')];
  return candidates.map((name) => join(__dirname, name)).find((file) => existsSync(file));
}

/** @throws Error when no script is given and none is to be found */
export function requireWorkerFile(given: string | undefined): string {
  const file = given ?? findWorkerFile();
  if (file === undefined) {
    throw new Error('render-worker.js is missing beside the program; build it, or render with mode "inline"');
  }
  return file;
}
