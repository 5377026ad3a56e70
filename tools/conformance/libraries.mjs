import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The compiled libraries that cases run against, each built (with what it references) when it is first used and its
 * output is older than its sources.
 */
export function createLibraries(root) {
  const require = createRequire(join(root, 'package.json'));
  const loaded = new Map();
  const load = (name) => {
    if (!loaded.has(name)) {
      buildIfStale(root, name);
      loaded.set(name, require(join(root, 'libs', name, 'dist/index.js')));
    }
    return loaded.get(name);
  };
  return {
    get krm() {
      return load('krm');
    },
    get functions() {
      return load('functions');
    },
    get fnRuntime() {
      return load('fn-runtime');
    },
    /** Path of the bundled command line, which `npm run build` makes. */
    get porchctl() {
      return join(root, 'dist/apps/porchctl/porchctl.js');
    },
  };
}

function buildIfStale(root, name) {
  const library = join(root, 'libs', name);
  const stamp = join(library, 'dist/tsconfig.lib.tsbuildinfo');
  const built = existsSync(stamp) && existsSync(join(library, 'dist/index.js')) ? statSync(stamp).mtimeMs : 0;
  if (built > newestChange(join(library, 'src'))) return;
  const { status, stdout, stderr } = spawnSync('npx', ['tsc', '--build', join(library, 'tsconfig.lib.json')], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`@porch/${name} does not compile:\n${stdout}${stderr}`);
}

function newestChange(folder) {
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return newestChange(path);
    return entry.name.endsWith('.spec.ts') ? 0 : statSync(path).mtimeMs;
  });
  return Math.max(0, ...times);
}
