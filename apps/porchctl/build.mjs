// Bundles porchctl into a folder that runs with plain Node and nothing else: a tiny entry that answers `--version`, and
// one bundle each for what talks to a server, what looks into packages, and functions on local packages, loaded when they
// are needed.
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';

/** Modules of lazy-bundles.ts that become bundles of their own. */
const BUNDLES = {
  './main': 'porchctl-main.js',
  './package/package-tools': 'porchctl-packages.js',
  './fn/fn-command': 'porchctl-fn.js',
};

const separateBundles = {
  name: 'separate-bundles',
  setup(build) {
    build.onResolve({ filter: /^\.\/(main|package\/package-tools|fn\/fn-command)$/ }, ({ path }) => ({
      path: `./${BUNDLES[path]}`,
      external: true,
    }));
  },
};

/** Builds from the compiled sources in `apps/porchctl/dist` and the compiled libraries. */
export async function build({ outDir, root }) {
  const compiled = join(root, 'apps/porchctl/dist');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const options = {
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
    plugins: [separateBundles],
    define: { PORCHCTL_VERSION: JSON.stringify(version) },
  };
  await bundle({
    ...options,
    entryPoints: [join(compiled, 'porchctl.js')],
    outfile: join(outDir, 'porchctl.js'),
  });
  for (const [module, file] of Object.entries(BUNDLES)) {
    await bundle({ ...options, entryPoints: [join(compiled, `${module}.js`)], outfile: join(outDir, file) });
  }
  chmodSync(join(outDir, 'porchctl.js'), 0o755);
}
