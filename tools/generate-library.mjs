#!/usr/bin/env node
// Lays down a publishable library: node tools/generate-library.mjs NAME LAYER "DESCRIPTION" [DEPENDENCY ...]
// DEPENDENCY is a sibling's short name. Run it again to refresh package.json references after adding one;
// sources that exist are left alone.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const [name, layer, description, ...dependencies] = process.argv.slice(2);
if (!name || !layer || !description) {
  console.error('usage: generate-library.mjs NAME LAYER "DESCRIPTION" [DEPENDENCY ...]');
  process.exit(2);
}
const folder = join(root, 'libs', name);
mkdirSync(join(folder, 'src'), { recursive: true });
const json = (file, value) => writeFileSync(join(folder, file), `${JSON.stringify(value, null, 2)}\n`);
const once = (file, text) => existsSync(join(folder, file)) || writeFileSync(join(folder, file), text);

const manifestPath = join(folder, 'package.json');
const previous = existsSync(manifestPath) ? JSON.parse(readFileSync(manifestPath, 'utf8')) : {};
const entry = (base) => ({
  'porch-source': `./src/${base}.ts`,
  types: `./dist/${base}.d.ts`,
  default: `./dist/${base}.js`,
});
json('package.json', {
  name: `@porch/${name}`,
  version: '0.1.0',
  description,
  license: 'Apache-2.0',
  type: 'commonjs',
  engines: { node: '>=20.19' },
  main: './dist/index.js',
  types: './dist/index.d.ts',
  exports: previous.exports ?? { '.': entry('index'), './package.json': './package.json' },
  files: ['dist', '!**/*.tsbuildinfo', 'README.md'],
  ...(previous.dependencies || dependencies.length
    ? {
        dependencies: {
          ...previous.dependencies,
          ...Object.fromEntries(dependencies.map((d) => [`@porch/${d}`, '0.1.0'])),
        },
      }
    : {}),
  ...(previous.peerDependencies ? { peerDependencies: previous.peerDependencies } : {}),
  ...(previous.peerDependenciesMeta ? { peerDependenciesMeta: previous.peerDependenciesMeta } : {}),
  nx: { tags: [`layer:${layer}`, `lib:${name}`] },
});
const siblings = Object.keys({
  ...previous.dependencies,
  ...Object.fromEntries(dependencies.map((d) => [`@porch/${d}`, 1])),
})
  .filter((d) => d.startsWith('@porch/'))
  .map((d) => d.slice('@porch/'.length));
json('tsconfig.json', {
  extends: '../../tsconfig.base.json',
  files: [],
  include: [],
  references: [{ path: './tsconfig.lib.json' }, { path: './tsconfig.spec.json' }],
});
json('tsconfig.lib.json', {
  extends: '../../tsconfig.base.json',
  compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/tsconfig.lib.tsbuildinfo' },
  include: ['src/**/*.ts', 'src/**/*.json'],
  exclude: ['src/**/*.spec.ts'],
  references: siblings.map((d) => ({ path: `../${d}/tsconfig.lib.json` })),
});
json('tsconfig.spec.json', {
  extends: '../../tsconfig.base.json',
  compilerOptions: {
    rootDir: 'src',
    outDir: '../../node_modules/.cache/porch-spec/' + name,
    types: ['node', 'jest'],
  },
  include: ['src/**/*.spec.ts'],
  references: [{ path: './tsconfig.lib.json' }, ...siblings.map((d) => ({ path: `../${d}/tsconfig.lib.json` }))],
});
once(
  'jest.config.js',
  `module.exports = { ...require('../../jest.preset.js'), displayName: '${name}', rootDir: __dirname };\n`,
);
once('src/index.ts', 'export {};\n');
once('README.md', `# @porch/${name}\n\n${description}\n`);
