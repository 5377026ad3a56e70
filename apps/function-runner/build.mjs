// Bundles the function runner into one folder that runs with plain Node: dist/apps/function-runner/function-runner.js.
import { build as esbuild } from 'esbuild';
import { join } from 'node:path';

export async function build({ outDir, root }) {
  await esbuild({
    entryPoints: {
      'function-runner': join(root, 'apps/function-runner/dist/main.js'),
      'render-worker': join(root, 'libs/fn-runtime/dist/worker/render-worker.js'),
    },
    outdir: outDir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifySyntax: true,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
}
