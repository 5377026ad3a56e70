import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The compiled libraries that cases run against, each built when it is first used. */
export function createLibraries(root) {
  const require = createRequire(join(root, 'package.json'));
  const loaded = new Map();
  const load = (name) => {
    if (!loaded.has(name)) loaded.set(name, buildAndLoad(name));
    const { library, error } = loaded.get(name);
    // A library that does not compile fails its cases one by one, but is not built again for each.
    if (error) throw error;
    return library;
  };
  const buildAndLoad = (name) => {
    try {
      build(root, name);
      return { library: require(join(root, 'libs', name, 'dist/index.js')) };
    } catch (error) {
      return { error };
    }
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

/** Compiles a library and what it references; quick where nothing changed. */
function build(root, name) {
  const project = join(root, 'libs', name, 'tsconfig.lib.json');
  const { status, stdout, stderr } = spawnSync('npx', ['tsc', '--build', project], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`@porch/${name} does not compile:\n${stdout}${stderr}`);
}
