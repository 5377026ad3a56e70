import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataDirectory } from './data-directory';
import { functionRunnerOptions } from './function-runner-options';
import { parseServerFlags } from './server-flags';
import { ownServingCertificate } from './serving-certificate';

const folder = mkdtempSync(join(tmpdir(), 'runner-options-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = (address: string, ...flags: string[]) => functionRunnerOptions(address, parseServerFlags(flags));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Files of a certificate, its key and the authority that vouches for it. */
async function certificate(name: string) {
  const made = await ownServingCertificate(openDataDirectory(join(folder, name)), ['localhost'], new Date());
  return {
    certFile: file(`${name}.crt`, made.certificate),
    keyFile: file(`${name}.key`, made.key),
    caFile: file(`${name}-ca.crt`, made.authority ?? ''),
  };
}

describe('how a function runner is reached', () => {
  it('is without TLS, or with the files of the flags', async () => {
    expect(options('runner:9445')).toEqual({ address: 'runner:9445' });
    const tls = await certificate('good');
    const [ca, cert, key] = ['ca', 'cert', 'key'].map((what) => `--function-runner-${what}-file`);
    expect(options('runner:9445', ca!, tls.caFile)).toEqual({ address: 'runner:9445', tls: { caFile: tls.caFile } });
    const all = [ca!, tls.caFile, cert!, tls.certFile, key!, tls.keyFile];
    expect(options('runner:9445', ...all)).toEqual({ address: 'runner:9445', tls });
  });

  it.each(['10.0.0.1:9445', '[::1]:9445', 'dns:///runner:9445', 'ipv4:10.0.0.1:9445', 'unix:/run/runner.sock'])(
    'may be %s',
    (address) => expect(options(address)).toEqual({ address }),
  );

  it.each(['', 'runner', 'runner:', 'http://runner:9445', 'a:b:9445', 'runner:9445/path'])(
    'is never %j, which would fail with every render only',
    (address) => expect(() => options(address)).toThrow('--function-runner must be HOST:PORT or a name of gRPC'),
  );

  it('names the flag and the file that cannot be used', async () => {
    const [one, other] = [await certificate('one'), await certificate('other')];
    const nonsense = file('nonsense', 'no certificate');
    const missing = join(folder, 'missing');
    const authority = (path: string) => () => options('runner:9445', '--function-runner-ca-file', path);
    expect(authority(missing)).toThrow(`--function-runner-ca-file ${missing} cannot be used: ENOENT`);
    expect(authority(nonsense)).toThrow(`--function-runner-ca-file ${nonsense} cannot be used: `);
    const pair = (cert: string, key: string) => () =>
      options('runner:9445', '--function-runner-cert-file', cert, '--function-runner-key-file', key);
    expect(pair(nonsense, one.keyFile)).toThrow(`--function-runner-cert-file ${nonsense} cannot be used: `);
    expect(pair(one.certFile, other.keyFile)).toThrow(`--function-runner-key-file ${other.keyFile} cannot be used: `);
  });
});
