// Bundles porchctl into a folder that runs with plain Node and nothing else: a tiny entry that answers `--version`, and
// one bundle each for what talks to a server, what looks into packages, and functions on local packages, loaded when they
// are needed. Within a bundle a module of ours is evaluated when something of it is first used. The bundle of functions
// comes with its compiled code, since a render is over before most of that would pay.
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';

/** Modules of lazy-bundles.ts that become bundles of their own. */
const BUNDLES = {
  './main': 'porchctl-main.js',
  './package/package-tools': 'porchctl-packages.js',
  './fn/fn-command': 'porchctl-fn.js',
};

/** What stands behind `porchctl-fn.js`, which loads it with its compiled code. */
const FN_BUNDLE = 'porchctl-fn-bundle.js';

/** What `fn` needs in rare cases only, as bundles of their own: parsing them takes longer than a small render. */
const RARE_BUNDLES = {
  '@grpc/grpc-js': { file: 'porchctl-grpc.js', entry: '@grpc/grpc-js' },
  './condition': { file: 'porchctl-condition.js', entry: 'libs/fn-runtime/dist/pipeline/condition.js' },
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

const separateRareBundles = {
  name: 'separate-rare-bundles',
  setup(build) {
    build.onResolve({ filter: /^(@grpc\/grpc-js|\.\/condition)$/ }, ({ path, importer }) =>
      importer.includes('/fn-runtime/') ? { path: `./${RARE_BUNDLES[path].file}`, external: true } : undefined,
    );
  },
};

/**
 * TypeScript's `const a_1 = require("a")` as a function, so that a module is evaluated when something of it is used and
 * not with whatever imports it. Our modules do nothing on being loaded, so that nobody can tell.
 */
const lazyRequires = {
  name: 'lazy-requires',
  setup(build) {
    build.onLoad({ filter: /\/(libs|apps)\/[^/]+\/dist\/.*\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const names = new Set();
      const declared = source.replace(
        /^(?:const|var) (\w+_\d+) = ((?:__import\w+\()?require\("[^"]+"\)\)?);$/gm,
        (_, name, required) => {
          names.add(name);
          return `var ${name}_loaded; function ${name}() { return ${name}_loaded ??= ${required}; }`;
        },
      );
      const contents = declared.replace(/\b(\w+_\d+)\b(?=\.)/g, (name) => (names.has(name) ? `(${name}())` : name));
      return { contents, loader: 'js' };
    });
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
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
    plugins: [separateBundles, lazyRequires],
    define: { PORCHCTL_VERSION: JSON.stringify(version) },
  };
  await bundle({
    ...options,
    entryPoints: [join(compiled, 'porchctl.js')],
    outfile: join(outDir, 'porchctl.js'),
  });
  for (const [module, file] of Object.entries(BUNDLES)) {
    const plugins = [...options.plugins, separateRareBundles];
    const outfile = join(outDir, file === BUNDLES['./fn/fn-command'] ? FN_BUNDLE : file);
    await bundle({ ...options, plugins, entryPoints: [join(compiled, `${module}.js`)], outfile });
  }
  await bundle({
    ...options,
    stdin: {
      contents:
        "const { requireWithCodeCache } = require('./code-cache');\n" +
        `module.exports = requireWithCodeCache(require('node:path').join(__dirname, '${FN_BUNDLE}'));`,
      resolveDir: compiled,
    },
    outfile: join(outDir, BUNDLES['./fn/fn-command']),
  });
  for (const { entry, file } of Object.values(RARE_BUNDLES)) {
    const entryPoint = entry.startsWith('@') ? entry : join(root, entry);
    await bundle({ ...options, entryPoints: [entryPoint], outfile: join(outDir, file) });
  }
  chmodSync(join(outDir, 'porchctl.js'), 0o755);
  storeFnCodeCache(root, join(outDir, FN_BUNDLE));
}

/** In a process of its own, so that nothing but a render is in the cache. */
function storeFnCodeCache(root, file) {
  const script = join(root, 'apps/porchctl/store-fn-code-cache.mjs');
  const { status } = spawnSync(process.execPath, [script, file], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${script} ended with ${status}`);
}
