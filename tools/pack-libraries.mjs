#!/usr/bin/env node
// Packs every library as it would be published: node tools/pack-libraries.mjs OUTDIR
// The export condition `porch-source`, which points at sources that are not published, is left out.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Packs all libraries into `outDir`; the tarballs' paths by package name. */
export function packLibraries(outDir) {
  mkdirSync(outDir, { recursive: true });
  const stagings = mkdtempSync(join(tmpdir(), 'porch-pack-'));
  const folders = [];
  for (const name of readdirSync(join(root, 'libs')).sort()) {
    const library = join(root, 'libs', name);
    const staging = join(stagings, name);
    folders.push(staging);
    mkdirSync(staging);
    const manifest = JSON.parse(readFileSync(join(library, 'package.json'), 'utf8'));
    for (const target of Object.values(manifest.exports)) if (typeof target === 'object') delete target['porch-source'];
    delete manifest.nx;
    writeFileSync(join(staging, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    cpSync(join(library, 'dist'), join(staging, 'dist'), { recursive: true });
    cpSync(join(library, 'README.md'), join(staging, 'README.md'));
    cpSync(join(root, 'LICENSE'), join(staging, 'LICENSE'));
    for (const extra of manifest.files.filter((file) => /^[a-z-]+$/.test(file) && file !== 'dist')) {
      if (existsSync(join(library, extra))) cpSync(join(library, extra), join(staging, extra), { recursive: true });
    }
  }
  const packed = spawnSync('npm', ['pack', ...folders, '--json', '--loglevel=error', '--pack-destination', outDir], {
    encoding: 'utf8',
  });
  rmSync(stagings, { recursive: true, force: true });
  if (packed.status !== 0) throw new Error(`npm pack failed:\n${packed.stderr}`);
  return Object.fromEntries(JSON.parse(packed.stdout).map(({ name, filename }) => [name, join(outDir, filename)]));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [outDir = join(root, 'dist/packages')] = process.argv.slice(2);
  console.log(JSON.stringify(packLibraries(resolve(outDir)), null, 2));
}
