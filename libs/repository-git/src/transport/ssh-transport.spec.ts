import { readFileSync, writeFileSync } from 'node:fs';
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
    // Stands for ssh and the shell at its other end: notes its arguments and key, then runs what it was asked to.
    writeFileSync(
      command,
      `#!/bin/bash
echo "$*" >> ${log}
for last; do :; done
while [ "$1" != -- ]; do [ "$1" = -i ] && cat "$2" >> ${log}; shift; done
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
  const open = (url = 'ssh://git@host:2222/srv/remote.git') =>
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
    expect(calls).toContain('StrictHostKeyChecking=yes');
    expect(calls).toContain("-p 2222 -l git -- host git-upload-pack '/srv/remote.git'");
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
    const noKey = bench.open('git@host:srv/remote.git', {}, opener());
    await expect(noKey).rejects.toMatchObject({
      message: expect.stringContaining('kubernetes.io/ssh-auth') as unknown,
    });
    const password = bench.open('git@host:x', { secretRef: { name: 'key' } }, opener('basic'));
    await expect(password).rejects.toMatchObject({ message: expect.stringContaining('holds no ssh key') as unknown });
    await expect(open('ssh://-oProxyCommand=id/x')).rejects.toMatchObject({ code: 422 });
    expect(() => readFileSync(log)).toThrow();
  });
});
