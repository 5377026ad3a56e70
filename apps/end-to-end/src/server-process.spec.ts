import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AdminRequests } from './support/admin-requests';
import { lineFrom } from './support/child-line';
import { porchctlBundle, serverBundle } from './support/paths';
import { PorchServer } from './support/porch-server';
import { runProgram } from './support/run-program';

const start = (...flags: string[]) => runProgram(process.execPath, [serverBundle, ...flags]);

describe('the server process', () => {
  let server: PorchServer;
  beforeAll(async () => {
    server = await PorchServer.start();
  });
  afterAll(() => server.remove());

  it('keeps its files to itself', () => {
    const mode = (path: string) => statSync(path).mode & 0o777;
    expect(mode(server.dataDirectory)).toBe(0o700);
    for (const file of ['kubeconfig', 'admin.token', 'authority.key', 'serving.key']) {
      expect([file, mode(join(server.dataDirectory, file))]).toEqual([file, 0o600]);
    }
  });

  it('refuses a data directory that another server holds', async () => {
    const { status, stderr } = await start('--data-dir', server.dataDirectory, '--secure-port', '0');
    expect(status).toBe(1);
    expect(stderr).toContain(`another server holds the data directory ${server.dataDirectory}`);
  });

  it('says that a port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const folder = mkdtempSync(join(tmpdir(), 'porch-port-'));
    const { status, stderr } = await start('--data-dir', folder, '--secure-port', String(port));
    expect(status).toBe(1);
    expect(stderr).toContain(`127.0.0.1:${port} is in use`);
    other.close();
    rmSync(folder, { recursive: true });
  });

  it('says that a directory cannot be written to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'porch-file-'));
    writeFileSync(join(folder, 'file'), '');
    chmodSync(join(folder, 'file'), 0o400);
    const { status, stderr } = await start('--data-dir', join(folder, 'file/data'), '--secure-port', '0');
    expect(status).toBe(1);
    expect(stderr).toMatch(/the data directory \S+ cannot be written to \(ENOTDIR\)/);
    rmSync(folder, { recursive: true });
  });

  it('names a flag it does not know', async () => {
    const { status, stderr } = await start('--no-such-flag');
    expect(status).toBe(1);
    expect(stderr).toContain('--no-such-flag');
  });

  it('restarts on its data directory with everything still there, also after it was killed', async () => {
    await server.porch(['rpkg', 'init', 'kept', '--repository', 'playground', '--workspace', 'w']);
    await server.porch(['rpkg', 'propose', 'playground.kept.w']);
    const before = await server.porch(['rpkg', 'get', '-o', 'json']);
    expect(await server.stop('SIGKILL')).toBe('SIGKILL');
    server = await PorchServer.start({ dataDirectory: server.dataDirectory });
    expect(JSON.parse(await server.porch(['rpkg', 'get', '-o', 'json']))).toEqual(JSON.parse(before));
    expect(await server.stop('SIGTERM')).toBe(0);
    server = await PorchServer.start({ dataDirectory: server.dataDirectory });
    expect(JSON.parse(await server.porch(['rpkg', 'get', '-o', 'json']))).toEqual(JSON.parse(before));
  });

  it('serves on while it says that it is not ready any more, and stops at once at a second signal', async () => {
    const leaving = await PorchServer.start({ flags: ['--shutdown-delay-duration', '1h'] });
    const requests = new AdminRequests(leaving);
    expect(await requests.send('GET', '/readyz')).toMatchObject({ status: 200 });
    process.kill(leaving.pid, 'SIGTERM');
    while ((await requests.send('GET', '/readyz')).status === 200) await setImmediate();
    expect((await requests.send('GET', '/readyz')).text).toContain('[-]leaving failed');
    expect(await requests.send('GET', '/api/v1/namespaces')).toMatchObject({ status: 200 });
    requests.close();
    await leaving.remove();
  });

  it('drains on SIGTERM, ending an open watch', async () => {
    const watch = spawn(process.execPath, [porchctlBundle, 'rpkg', 'get', '--watch'], {
      env: { ...process.env, ...server.environment },
    });
    const watchEnded = new Promise((resolve) => watch.once('exit', resolve));
    await lineFrom(watch, /playground\.kept\.w/);
    expect(await server.stop('SIGTERM')).toBe(0);
    watch.kill('SIGKILL');
    await watchEnded;
    server = await PorchServer.start({ dataDirectory: server.dataDirectory });
  });
});
