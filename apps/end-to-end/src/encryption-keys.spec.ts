import { secrets } from '@porch/client';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverBundle } from './support/paths';
import { PorchApi } from './support/porch-api';
import { PorchServer } from './support/porch-server';
import { runProgram } from './support/run-program';

describe('the key that Secrets are encrypted with', () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-keys-'));
  const dataDirectory = join(folder, 'data');
  const keyFlags = (...names: string[]) =>
    names.flatMap((name) => ['--encryption-key-file', join(folder, `${name}.key`)]);
  afterAll(() => rmSync(folder, { recursive: true }));

  /** What a server with these keys does. */
  const withKeys = async <T>(names: readonly string[], use: (api: PorchApi) => Promise<T>): Promise<T> => {
    const server = await PorchServer.start({ dataDirectory, flags: keyFlags(...names) });
    const api = await PorchApi.connect(server.kubeconfig);
    try {
      return await use(api);
    } finally {
      api.close();
      await server.stop();
    }
  };

  it('can be changed, and then the former one is of no use any more', async () => {
    for (const name of ['former', 'new']) {
      writeFileSync(join(folder, `${name}.key`), randomBytes(32).toString('base64'), { mode: 0o600 });
    }
    const data = { password: Buffer.from('hunter2').toString('base64') };
    await withKeys(['former'], (api) =>
      api.client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data }),
    );
    const read = (api: PorchApi) => api.client.get(secrets, { name: 's' });
    expect(await withKeys(['new', 'former'], read)).toMatchObject({ data });
    expect(await withKeys(['new'], read)).toMatchObject({ data });
    const args = [serverBundle, '--data-dir', dataDirectory, '--secure-port', '0', ...keyFlags('former')];
    expect(await runProgram(process.execPath, args)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('the key file it was written with is not among those given') as string,
    });
  });
});
