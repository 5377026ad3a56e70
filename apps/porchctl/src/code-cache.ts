import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire, wrap } from 'node:module';
import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

type ModuleFunction = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  file: string,
  directory: string,
) => void;

/**
 * Has V8 optimise functions one by one. Putting the called ones into the callers as well takes a quarter of the processor
 * time of a render of 200 files, and is done about when the render is. Only Node 20's V8 was measured.
 */
function optimiseForShortRuns(): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--no-turbo-inlining');
}

/** Compiled code is of use only to the very V8 that compiled it, with the same flags. */
function cacheFile(file: string): string {
  return `${file}.${process.versions.v8}-${process.arch}.cache`;
}

function compile(file: string, cachedData?: Buffer): Script {
  return new Script(wrap(readFileSync(file, 'utf8')), { filename: file, ...(cachedData && { cachedData }) });
}

function evaluate(script: Script, file: string): object {
  const module = { exports: {} };
  const run = script.runInThisContext() as ModuleFunction;
  run(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

/**
 * Loads a bundle with the code that V8 compiled of it when it was built, which saves parsing and compiling it. Where there
 * is no such code, or it is another V8's, the bundle is loaded as ever.
 */
export function requireWithCodeCache(file: string): object {
  optimiseForShortRuns();
  const cache = cacheFile(file);
  if (existsSync(cache)) {
    const script = compile(file, readFileSync(cache));
    if (script.cachedDataRejected === false) return evaluate(script, file);
  }
  return createRequire(file)(file) as object;
}

/**
 * Stores what V8 compiles of a bundle while it is put to use, beside the bundle. Functions that are not used are left to
 * be compiled when they are.
 */
export async function storeCodeCache(file: string, use: (exports: object) => Promise<void>): Promise<void> {
  optimiseForShortRuns();
  const script = compile(file);
  await use(evaluate(script, file));
  writeFileSync(cacheFile(file), script.createCachedData());
}
