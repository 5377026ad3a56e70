import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { porchctlBundle, serverBundle } from './support/paths';
import { PorchServer } from './support/porch-server';
import { succeed } from './support/run-program';

describe('the bundles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-bundles-'));
  const copied = (bundle: string) => join(folder, bundle.split('/').slice(-2).join('/'));
  beforeAll(() => {
    for (const bundle of [serverBundle, porchctlBundle]) {
      cpSync(dirname(bundle), dirname(copied(bundle)), { recursive: true });
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('hold all they need in their folder', async () => {
    expect(readdirSync(folder).sort()).toEqual(['porchctl', 'server']);
    const server = await PorchServer.start({
      serverBundle: copied(serverBundle),
      porchctlBundle: copied(porchctlBundle),
    });
    try {
      // A creation renders, so the render worker of the copy has to start as well.
      await server.porch(['rpkg', 'init', 'alone', '--repository', 'playground', '--workspace', 'w'], { cwd: folder });
      expect(await server.porch(['rpkg', 'get', 'playground.alone.w', '-o', 'name'], { cwd: folder })).toContain(
        'alone',
      );
    } finally {
      await server.remove();
    }
  });

  it('say their version and help without a server', async () => {
    expect(await succeed(process.execPath, [copied(porchctlBundle), '--version'], { cwd: folder })).toMatch(
      /\d+\.\d+\.\d+/,
    );
    expect(await succeed(process.execPath, [copied(serverBundle), '--help'], { cwd: folder })).toContain('--data-dir');
  });
});
