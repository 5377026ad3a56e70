#!/usr/bin/env node
import { enableCompileCache } from './enable-compile-cache';
import { loadFnCommand, loadMain } from './lazy-bundles';
import { VERSION } from './version';

/** The program's first lines: whatever needs no server and no parser is answered before anything more is loaded. */
const [first, ...rest] = process.argv.slice(2);
if (first === '--version' && rest.length === 0) {
  process.stdout.write(`porchctl version ${VERSION}\n`);
} else if (first === 'version' && rest.length === 0) {
  process.stdout.write(`Version: ${VERSION}\n`);
} else {
  enableCompileCache();
  void (first === 'fn' ? loadFnCommand().runFnProcess(rest) : loadMain().main(process.argv.slice(2)));
}
