import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeConsumerProject } from './support/consumer-project';
import { workspaceRoot } from './support/paths';
import { runProgram, succeed } from './support/run-program';

interface Manifest {
  readonly exports: Record<string, unknown>;
}

describe('the published packages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-packages-'));
  const tarballs = new Map<string, string>();
  const binary = (name: string) => join(workspaceRoot, 'node_modules/.bin', name);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const entries = () =>
    [...tarballs.keys()].flatMap((name) => {
      const manifest = JSON.parse(
        readFileSync(join(folder, 'consumer/node_modules', name, 'package.json'), 'utf8'),
      ) as Manifest;
      return Object.keys(manifest.exports)
        .filter((entry) => entry !== './package.json')
        .map((entry) => `${name}${entry.slice(1)}`);
    });
  /** What the peer is needed for, or Jest: entries that do not load on their own. */
  const standalone = () => entries().filter((entry) => !/\/(di|testing)$/.test(entry));

  it('install together from their tarballs into an empty folder, without inversify', async () => {
    const packed = await succeed(process.execPath, [
      join(workspaceRoot, 'tools/pack-libraries.mjs'),
      join(folder, 'tarballs'),
    ]);
    for (const [name, path] of Object.entries(JSON.parse(packed) as Record<string, string>)) tarballs.set(name, path);
    const consumer = join(folder, 'consumer');
    writeConsumerProject(consumer, tarballs);
    await succeed(
      'npm',
      [
        'install',
        '--prefer-offline',
        '--no-audit',
        '--no-fund',
        '--omit=optional',
        '--ignore-scripts',
        '--loglevel=error',
      ],
      { cwd: consumer },
    );
    const { status } = await runProgram(process.execPath, ['-e', 'require("inversify")'], { cwd: consumer });
    expect(status).not.toBe(0);
  });

  it('load from CommonJS and from ESM', async () => {
    const cwd = join(folder, 'consumer');
    await succeed(
      process.execPath,
      [
        '-e',
        standalone()
          .map((entry) => `require(${JSON.stringify(entry)});`)
          .join('\n'),
      ],
      { cwd },
    );
    writeFileSync(
      join(cwd, 'import.mjs'),
      `import { createEngine } from '@porch/engine';\n${standalone()
        .map((entry) => `import ${JSON.stringify(entry)};`)
        .join('\n')}\n` + 'if (typeof createEngine !== "function") throw new Error("createEngine is no function");\n',
    );
    await succeed(process.execPath, ['import.mjs'], { cwd });
  });

  // Two programs for each library, which take their time.
  it('have sound manifests and types', async () => {
    for (const [name, path] of tarballs) {
      const published = join(folder, 'consumer/node_modules', name);
      const [lint, types] = await Promise.all([
        runProgram(process.execPath, [binary('publint'), 'run', published, '--strict']),
        runProgram(process.execPath, [binary('attw'), path, '--profile', 'node16', '--format', 'ascii']),
      ]);
      expect([name, 'publint', lint.status, lint.status ? lint.stdout : '']).toEqual([name, 'publint', 0, '']);
      expect([name, 'attw', types.status, types.status ? types.stdout : '']).toEqual([name, 'attw', 0, '']);
    }
  }, 1_200_000);
});
