import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretText } from '@porch/api';
import { RepositorySteps } from '@porch/repository/testing';
import { git } from '../testing/git-command';
import { GitWorkbench } from '../testing/git-workbench';

describe('git over ssh', () => {
  let bench: GitWorkbench;
  let log: string;
  let command: string;

  beforeEach(() => {
    bench = new GitWorkbench();
    log = join(bench.directory, 'calls');
    command = join(bench.directory, 'ssh');
    // Stands for ssh and the shell at its other end: notes its arguments and files, then runs what it was asked to.
    writeFileSync(
      command,
      `#!/bin/bash
echo "$*" >> ${log}
for last; do :; done
cat "$(dirname "$2")"/{config,identity,known_hosts} >> ${log}
[ -e ${log}.fail ] && { echo 'Host key verification failed.' >&2; exit 255; }
cd ${bench.directory} && exec sh -c "\${last/\\/srv\\//./}"
`,
      { mode: 0o755 },
    );
  });
  afterEach(() => bench.dispose());

  const opener = (type: 'ssh' | 'basic' = 'ssh') =>
    bench.newOpener({
      sshCommand: command,
      credentialResolver: {
        resolveCredential: () =>
          Promise.resolve(
            type === 'ssh'
              ? { type, privateKey: new SecretText('the private key'), knownHosts: 'host ssh-ed25519 AAAA' }
              : { type, username: 'u', password: new SecretText('p') },
          ),
        resolveCertificateAuthorities: () => Promise.resolve(undefined),
      },
    });
  const open = (url = 'ssh://git@127.0.0.1:2222/srv/remote.git') =>
    bench.open(url, { secretRef: { name: 'key' } }, opener());

  it('reads and publishes with a deploy key, checking host keys strictly', async () => {
    const directory = bench.createBare('remote.git');
    const steps = new RepositorySteps(await open());
    await steps.publish('app', 'v1', 1);
    await steps.repository.refresh(steps.context);
    expect(await steps.find('app', 'v1')).toMatchObject({ revision: 1 });
    expect(git(directory, 'tag')).toBe('app/v1');
    expect(git(directory, 'fsck', '--strict')).not.toMatch(/error/);
    const calls = readFileSync(log, 'utf8');
    expect(calls).toContain("-- 127.0.0.1 git-upload-pack '/srv/remote.git'");
    for (const line of ['Port 2222', 'User git', 'HostName 127.0.0.1', 'HostKeyAlias [127.0.0.1]:2222']) {
      expect(calls).toContain(`${line}\n`);
    }
    expect(calls).toContain('StrictHostKeyChecking yes');
    expect(calls).toContain('the private key');
  });

  it('says what ssh said when it cannot connect', async () => {
    bench.createBare('remote.git');
    writeFileSync(`${log}.fail`, '');
    await expect(open()).rejects.toMatchObject({
      message: expect.stringContaining('Host key verification failed') as unknown,
    });
  });

  it('starts nothing without a key, or for an address that hides an option', async () => {
    const noKey = bench.open('git@127.0.0.1:srv/remote.git', {}, opener());
    await expect(noKey).rejects.toMatchObject({
      message: expect.stringContaining('kubernetes.io/ssh-auth') as unknown,
    });
    const password = bench.open('git@127.0.0.1:x', { secretRef: { name: 'key' } }, opener('basic'));
    await expect(password).rejects.toMatchObject({ message: expect.stringContaining('holds no ssh key') as unknown });
    await expect(open('ssh://-oProxyCommand=id/x')).rejects.toMatchObject({ code: 422 });
    await expect(open('ssh://169.254.169.254/x')).rejects.toMatchObject({
      message: expect.stringContaining('169.254.169.254 are not allowed') as unknown,
    });
    expect(() => readFileSync(log)).toThrow();
  });

  it('gives up on a server that lists refs without end', async () => {
    const line = `${'1'.repeat(40)} refs/heads/${'x'.repeat(900)}\n`;
    const packet = (line.length + 4).toString(16).padStart(4, '0') + line;
    writeFileSync(command, `#!/bin/bash\nexec yes '${packet.trimEnd()}'\n`);
    const limited = bench.newOpener({
      sshCommand: command,
      limits: { maximumRefs: 3 },
      credentialResolver: {
        resolveCredential: () =>
          Promise.resolve({ type: 'ssh', privateKey: new SecretText('key'), knownHosts: 'host ssh-ed25519 AAAA' }),
        resolveCertificateAuthorities: () => Promise.resolve(undefined),
      },
    });
    await expect(bench.open('ssh://git@127.0.0.1/x', { secretRef: { name: 'key' } }, limited)).rejects.toMatchObject({
      message: expect.stringContaining('maximumRefs') as unknown,
    });
  });

  it('removes what a killed process left of its keys', async () => {
    bench.createBare('remote.git');
    const mark = `${hostname().replaceAll(/[^A-Za-z0-9-]/g, '-')}.999999999.instance`;
    const left = mkdtempSync(join(tmpdir(), `porch-ssh-${mark}-`));
    writeFileSync(join(left, 'identity'), 'a key');
    await open();
    expect(existsSync(left)).toBe(false);
    expect(
      readdirSync(tmpdir()).filter((name) => name.startsWith(`porch-ssh-`) && name.includes(`.${process.pid}.`)),
    ).toEqual([]);
  });
});
