import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretText } from '@porch/api';
import { kubeconfigFiles, loadKubeconfig } from './load-kubeconfig';
import { parseKubeconfig } from './parse-kubeconfig';
import { resolveConnection } from './resolve-connection';

const one = `
apiVersion: v1
kind: Config
current-context: first
clusters:
- name: c1
  cluster: {server: https://one:6443, certificate-authority: ca.crt}
users:
- name: u1
  user: {token: t-one}
contexts:
- name: first
  context: {cluster: c1, user: u1, namespace: team-a}
- name: bare
  context: {cluster: c1}
`;
const two = `
current-context: second
clusters:
- name: c1
  cluster: {server: https://other:6443}
- name: c2
  cluster: {server: http://two, insecure-skip-tls-verify: true, tls-server-name: porch.local, proxy-url: http://proxy:3128}
users:
- name: u2
  user: {username: ann, password: s3cret, as: boss, as-groups: [ops]}
contexts:
- name: second
  context: {cluster: c2, user: u2}
- name: broken
  context: {cluster: nowhere, user: u2}
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porch-kubeconfig-'));
  await writeFile(join(folder, 'one'), one);
  await writeFile(join(folder, 'two'), two);
  await writeFile(join(folder, 'ca.crt'), 'CA PEM');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const merged = () =>
  loadKubeconfig({ env: { KUBECONFIG: `${join(folder, 'one')}:${join(folder, 'missing')}:${join(folder, 'two')}` } });

describe('the kubeconfig files', () => {
  it('are the explicit one alone, then KUBECONFIG, then the one at home', () => {
    expect(kubeconfigFiles({ explicitFile: '/k', env: { KUBECONFIG: '/a:/b' } })).toEqual(['/k']);
    expect(kubeconfigFiles({ env: { KUBECONFIG: '/a::/b:/a' } })).toEqual(['/a', '/b']);
    expect(kubeconfigFiles({ env: { HOME: '/home/ann' } })).toEqual(['/home/ann/.kube/config']);
  });

  it('merge so that the first file that says something wins, and missing ones are passed over', async () => {
    const kubeconfig = await merged();
    expect(kubeconfig.currentContext).toBe('first');
    expect(kubeconfig.clusters.get('c1')?.server).toBe('https://one:6443');
    expect([...kubeconfig.contexts.keys()].sort()).toEqual(['bare', 'broken', 'first', 'second']);
  });

  it('must exist when named explicitly', async () => {
    await expect(loadKubeconfig({ explicitFile: join(folder, 'none'), env: {} })).rejects.toThrow(
      /none": no such file or directory/,
    );
  });

  it('resolve relative paths against their own folder', () => {
    const parsed = parseKubeconfig(
      'users: [{name: u, user: {exec: {command: ./bin/login}, tokenFile: t}}]',
      '/etc/k/config',
    );
    expect(parsed.users.get('u')).toMatchObject({ tokenFile: '/etc/k/t', exec: { command: '/etc/k/bin/login' } });
  });

  it('are not quoted in errors, since they hold secrets', () => {
    expect(() => parseKubeconfig('users:\n- name: u\n  user: {token: "s3cret\n', 'kc')).toThrow(
      /"kc": it is not valid YAML/,
    );
    expect(() => parseKubeconfig('users:\n- name: u\n  user: {token: "s3cret\n', 'kc')).not.toThrow(/s3cret/);
  });
});

describe('a connection', () => {
  it('comes from the current context', async () => {
    const connection = await resolveConnection({ kubeconfig: await merged() });
    expect(connection).toMatchObject({
      server: 'https://one:6443',
      namespace: 'team-a',
      tls: { certificateAuthority: 'CA PEM', insecureSkipVerify: false },
    });
    const { authorization } = (await connection.credentials?.resolve()) ?? {};
    expect(authorization?.reveal()).toBe('Bearer t-one');
  });

  it('comes from the named context, with impersonation, proxy, server name and basic authentication', async () => {
    const connection = await resolveConnection({ kubeconfig: await merged(), overrides: { context: 'second' } });
    expect(connection).toMatchObject({
      server: 'http://two',
      namespace: 'default',
      tls: { insecureSkipVerify: true, serverName: 'porch.local' },
      proxyUrl: 'http://proxy:3128',
      impersonate: { user: 'boss', groups: ['ops'] },
    });
    const { authorization } = (await connection.credentials?.resolve()) ?? {};
    expect(authorization?.reveal()).toBe(`Basic ${Buffer.from('ann:s3cret').toString('base64')}`);
  });

  it('is overridden flag by flag', async () => {
    const connection = await resolveConnection({
      kubeconfig: await merged(),
      overrides: {
        context: 'bare',
        user: 'u2',
        server: 'https://elsewhere',
        namespace: 'n',
        token: new SecretText('flag'),
        as: 'me',
      },
    });
    expect(connection).toMatchObject({ server: 'https://elsewhere', namespace: 'n', impersonate: { user: 'me' } });
    const { authorization } = (await connection.credentials?.resolve()) ?? {};
    expect(authorization?.reveal()).toBe('Bearer flag');
  });

  it.each([
    [{ context: 'nope' }, 'context "nope" does not exist'],
    [{ context: 'broken' }, 'cluster "nowhere" does not exist'],
    [{ user: 'nobody' }, 'auth info "nobody" does not exist'],
    [
      { clientCertificate: '/no/such/file' },
      'unable to read client certificate /no/such/file: no such file or directory',
    ],
  ])('says what %j names wrongly', async (overrides, message) => {
    await expect(resolveConnection({ kubeconfig: await merged(), overrides })).rejects.toThrow(message);
  });

  it('is impossible without a server', async () => {
    const kubeconfig = await loadKubeconfig({ env: { KUBECONFIG: join(folder, 'missing') } });
    await expect(resolveConnection({ kubeconfig })).rejects.toThrow(/no configuration has been provided/);
  });
});
