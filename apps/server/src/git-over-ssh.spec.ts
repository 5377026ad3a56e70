import { type RepositoryObject, SECRETS } from '@porch/api';
import { createSecretCredentialResolver } from '@porch/credentials';
import { contextUserInfoProvider } from '@porch/engine';
import { backgroundContext, type Repository } from '@porch/repository';
import { createGitRepositoryOpener, initBareRepository } from '@porch/repository-git';
import { RepositorySteps } from '@porch/repository/testing';
import { createMemoryStore } from '@porch/store';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SSHD = '/usr/sbin/sshd';
const suite = existsSync(SSHD) ? describe : describe.skip;

suite(`git over the system's ssh, with deploy keys from Secrets [needs ${SSHD}]`, () => {
  const root = mkdtempSync(join(tmpdir(), 'porch-over-ssh-'));
  const directory = join(root, 'remote.git');
  const calls = join(root, 'calls');
  const ssh = join(root, 'ssh');
  const opened: Repository[] = [];
  let server: Server;
  let port: number;

  /** @returns the public key */
  const keyPair = (name: string) => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(root, name)]);
    return readFileSync(join(root, `${name}.pub`), 'utf8').trim();
  };
  const keyOf = (name: string) => readFileSync(join(root, name), 'utf8');

  beforeAll(async () => {
    await initBareRepository(directory);
    keyPair('host');
    keyPair('stranger');
    const deploy = keyPair('deploy');
    // Whoever has the key may speak git, as with a git server's own account, and nothing else.
    const allowed = `restrict,command="exec git-shell -c \\"$SSH_ORIGINAL_COMMAND\\"" ${deploy}\n`;
    writeFileSync(join(root, 'authorized_keys'), allowed, { mode: 0o600 });
    const settings = [
      `HostKey ${join(root, 'host')}`,
      `AuthorizedKeysFile ${join(root, 'authorized_keys')}`,
      'AuthenticationMethods publickey',
      'PermitRootLogin prohibit-password',
      'StrictModes no',
      'UsePAM no',
      'PidFile none',
    ];
    writeFileSync(join(root, 'sshd_config'), `${settings.join('\n')}\n`);
    // Where sshd confines itself when it runs as root; its service would make it.
    if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true });
    // An sshd for each connection, so that no port has to be guessed.
    server = createServer({ pauseOnConnect: true }, (socket) => {
      const daemon = spawn(SSHD, ['-i', '-e', '-f', join(root, 'sshd_config')], { stdio: [socket, socket, 'ignore'] });
      daemon.once('exit', () => socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    // ssh itself; but what a process list would show of it is written down.
    writeFileSync(ssh, `#!/bin/sh\necho "$*" >> ${calls}\nexec ssh "$@"\n`, { mode: 0o755 });
  });
  afterAll(async () => {
    for (const repository of opened) await repository.close();
    const closed = once(server, 'close');
    server.close();
    await closed;
    rmSync(root, { recursive: true, force: true });
  });

  const hostLine = (name = 'host') => `[127.0.0.1]:${port} ${readFileSync(join(root, `${name}.pub`), 'utf8')}`;

  async function open(secret: { readonly key: string; readonly knownHosts: string }): Promise<RepositorySteps> {
    const store = createMemoryStore();
    const encoded = (text: string) => Buffer.from(text).toString('base64');
    await store.create(SECRETS, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'deploy-key', namespace: 'ns' },
      type: 'kubernetes.io/ssh-auth',
      data: { 'ssh-privatekey': encoded(secret.key), known_hosts: encoded(secret.knownHosts) },
    });
    const opener = createGitRepositoryOpener({
      cacheDirectory: mkdtempSync(join(root, 'cache-')),
      credentialResolver: createSecretCredentialResolver({ store }),
      userInfoProvider: contextUserInfoProvider,
      sshCommand: ssh,
    });
    const repo = `ssh://${userInfo().username}@127.0.0.1:${port}${directory}`;
    const object: RepositoryObject = {
      apiVersion: 'config.porch.kpt.dev/v1alpha1',
      kind: 'Repository',
      metadata: { name: 'repo', namespace: 'ns' },
      spec: { type: 'git', git: { repo, branch: 'main', createBranch: true, secretRef: { name: 'deploy-key' } } },
    };
    const repository = await opener.openRepository(object, backgroundContext());
    opened.push(repository);
    return new RepositorySteps(repository);
  }
  const keysLeft = () =>
    readdirSync(tmpdir()).filter((name) => name.includes(`porch-ssh-`) && name.includes(`.${process.pid}.`));

  it('publishes, and reads what was published', async () => {
    const steps = await open({ key: keyOf('deploy'), knownHosts: hostLine() });
    await steps.publish('app', 'v1', 1);
    await steps.repository.refresh(steps.context);
    expect(await steps.find('app', 'v1')).toMatchObject({ lifecycle: 'Published', revision: 1 });
    expect(execFileSync('git', ['-C', directory, 'tag'], { encoding: 'utf8' }).trim()).toBe('app/v1');
    execFileSync('git', ['-C', directory, 'fsck', '--strict'], { stdio: 'ignore' });

    const again = await open({
      key: `${keyOf('deploy')}\n\n`,
      knownHosts: `\n# a comment\n${hostLine('stranger')}${hostLine()}`,
    });
    expect(await again.text((await again.find('app', 'v1'))!)).toContain('value: one');
  });

  it('shows the key to nobody, and leaves it nowhere', async () => {
    await open({ key: keyOf('deploy'), knownHosts: hostLine() });
    const shown = readFileSync(calls, 'utf8');
    expect(shown).toContain("git-upload-pack '");
    expect(shown).not.toMatch(/identity|PRIVATE KEY|ssh-ed25519/);
    expect(keysLeft()).toEqual([]);
  });

  it.each([
    ['a key that the server does not know', 'stranger', () => hostLine(), /Permission denied/],
    ['a text that is no key', 'authorized_keys', () => hostLine(), /Permission denied/],
    ['a server that is not known', 'deploy', () => '', /Host key verification failed/],
    ['a server with another key than is known', 'deploy', () => hostLine('stranger'), /Host key verification failed/],
    [
      'a host that is known on another port',
      'deploy',
      () => hostLine().replace(/\[(.*)\]:\d+/, '$1'),
      /verification failed/,
    ],
  ])('does not get in with %s', async (_, key, knownHosts, message) => {
    await expect(open({ key: keyOf(key), knownHosts: knownHosts() })).rejects.toMatchObject({
      reason: 'ServiceUnavailable',
      message: expect.stringMatching(message) as unknown,
    });
    expect(keysLeft()).toEqual([]);
  });

  it('is let do nothing but speak git by the server of these tests, as by a git server', async () => {
    const configuration = join(root, 'client_config');
    writeFileSync(join(root, 'known_hosts'), hostLine());
    const lines = [
      `IdentityFile ${join(root, 'deploy')}`,
      `UserKnownHostsFile ${join(root, 'known_hosts')}`,
      'BatchMode yes',
    ];
    writeFileSync(configuration, lines.join('\n'));
    const shell = promisify(execFile)('ssh', ['-F', configuration, '-p', String(port), '127.0.0.1', 'id']);
    await expect(shell).rejects.toThrow(/unrecognized command/);
  });
});
