// Bundles the server into one folder that runs with plain Node: dist/apps/server/porch-server.js.
import { build as esbuild } from 'esbuild';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * The embedded store's native addon lies beside the bundle. libsql finds its addon by a computed package name, which a
 * bundler cannot follow; the bundle asks for the file beside it instead.
 */
function nativeAddonBeside(outDir) {
  return {
    name: 'native-addon-beside-the-bundle',
    setup(context) {
      context.onLoad({ filter: /[\\/]libsql[\\/]index\.js$/ }, ({ path }) => {
        const { currentTarget } = require('@neon-rs/load');
        const addon = require.resolve(`@libsql/${currentTarget()}`, { paths: [dirname(path)] });
        copyFileSync(addon, join(outDir, 'libsql.node'));
        const source = readFileSync(path, 'utf8').replace('require(`@libsql/${target}`)', "require('./libsql.node')");
        return { contents: source, loader: 'js' };
      });
      context.onResolve({ filter: /^\.\/libsql\.node$/ }, ({ path }) => ({ path, external: true }));
    },
  };
}

/** Exporting spans needs a good deal of code that a server which exports none should not have to read. */
const traceExportBeside = {
  name: 'trace-export-beside-the-bundle',
  setup(context) {
    context.onResolve({ filter: /^\.\/trace-export$/ }, () => ({ path: './trace-export.js', external: true }));
  },
};

/**
 * One name for every CommonJS module's wrapper, where esbuild has a path each. V8 takes a limited number of first
 * properties of one-property objects (1,536); two thousand paths use them up, and every `{"labels": …}` that is read
 * later has a hidden class of its own, which takes more memory than the object and defeats every inline cache.
 */
const oneNameForModuleWrappers = {
  name: 'one-name-for-module-wrappers',
  setup(context) {
    context.onEnd(({ outputFiles = [] }) => {
      for (const { path, text } of outputFiles) {
        writeFileSync(path, text.replaceAll(/(__commonJS\(\{\s*)"[^"\n]+"\(/g, '$1module('));
      }
    });
  },
};

export async function build({ outDir, root }) {
  mkdirSync(outDir, { recursive: true });
  await esbuild({
    entryPoints: {
      'porch-server': join(root, 'apps/server/dist/main.js'),
      'render-worker': join(root, 'libs/fn-runtime/dist/worker/render-worker.js'),
      'trace-export': join(root, 'apps/server/dist/tracing/trace-export.js'),
      'pack-index-worker': join(root, 'libs/repository-git/dist/storage/pack-index-worker.js'),
    },
    outdir: outDir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    sourcemap: false,
    minifySyntax: true,
    write: false,
    legalComments: 'none',
    logLevel: 'warning',
    external: ['pg-native', 'node:sqlite'],
    plugins: [nativeAddonBeside(outDir), traceExportBeside, oneNameForModuleWrappers],
  });
}
