import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execCredentials } from './exec-credentials';
import { tokenFileCredentials } from './token-file-credentials';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'porch-credentials-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A plugin that counts its runs in a file and answers with the run's number as token. */
async function plugin(answer: string, apiVersion = 'client.authentication.k8s.io/v1') {
  const script = join(folder, 'plugin.sh');
  await writeFile(join(folder, 'runs'), '');
  await writeFile(
    script,
    `echo x >> ${folder}/runs\nN=$(wc -l < ${folder}/runs | tr -d ' ')\necho "$KUBERNETES_EXEC_INFO" > ${folder}/info\n${answer}\n`,
  );
  return {
    exec: {
      apiVersion,
      command: 'sh',
      args: [script],
      env: [{ name: 'EXTRA', value: 'given' }],
      provideClusterInfo: true,
    },
    cluster: { server: 'https://s' },
    env: process.env,
    interactive: false,
  };
}
const credential = (status: string) =>
  `echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":${status}}' | sed "s/RUN/$N/; s/EXTRA/$EXTRA/"`;
const tokenOf = async (credentials: ReturnType<typeof execCredentials>) =>
  (await credentials.resolve()).authorization?.reveal();

describe('an exec plugin', () => {
  it('is run once and gets the cluster and its own environment', async () => {
    const credentials = execCredentials(await plugin(credential('{"token":"EXTRA-RUN"}')));
    expect(await tokenOf(credentials)).toBe('Bearer given-1');
    expect(await tokenOf(credentials)).toBe('Bearer given-1');
    expect(JSON.parse(await readFile(join(folder, 'info'), 'utf8'))).toMatchObject({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      spec: { interactive: false, cluster: { server: 'https://s' } },
    });
  });

  it('is run again after the server refused what it gave, and after its answer expired', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const credentials = execCredentials({
      ...(await plugin(credential('{"token":"RUN","expirationTimestamp":"2026-01-01T01:00:00Z"}'))),
      now: () => now,
    });
    expect(await tokenOf(credentials)).toBe('Bearer 1');
    expect(credentials.refused()).toBe(true);
    expect(await tokenOf(credentials)).toBe('Bearer 2');
    now += 2 * 3_600_000;
    expect(await tokenOf(credentials)).toBe('Bearer 3');
  });

  it('runs once for requests that come together', async () => {
    const credentials = execCredentials(await plugin(credential('{"token":"RUN"}')));
    expect(await Promise.all([tokenOf(credentials), tokenOf(credentials)])).toEqual(['Bearer 1', 'Bearer 1']);
  });

  it('may give a client certificate', async () => {
    const credentials = execCredentials(
      await plugin(credential('{"clientCertificateData":"CERT","clientKeyData":"KEY"}')),
    );
    const { certificate, key } = await credentials.resolve();
    expect([certificate, key?.reveal()]).toEqual(['CERT', 'KEY']);
  });

  it.each([
    ['exit 3', /executable sh failed with exit code 3/],
    ['echo nonsense', /is not JSON/],
    [`echo '{"kind":"Other"}'`, /is not an ExecCredential/],
    [credential('{}'), /has neither a token nor a certificate/],
    [credential('{"token":"t","expirationTimestamp":"soon"}'), /unreadable expirationTimestamp "soon"/],
  ])('that does %j is reported', async (answer, message) => {
    await expect(execCredentials(await plugin(answer)).resolve()).rejects.toThrow(message);
  });

  it('must speak a known API version and be there', async () => {
    const entry = await plugin('');
    expect(() => execCredentials({ ...entry, exec: { ...entry.exec, apiVersion: 'v0' } })).toThrow(
      /invalid apiVersion "v0"/,
    );
    const missing = execCredentials({
      ...entry,
      exec: { ...entry.exec, command: 'no-such-plugin', installHint: 'Install it first.' },
    });
    await expect(missing.resolve()).rejects.toThrow(/no-such-plugin: executable not found\n\nInstall it first\./);
  });

  it('must answer in the version that was asked for', async () => {
    const credentials = execCredentials(
      await plugin(credential('{"token":"t"}'), 'client.authentication.k8s.io/v1beta1'),
    );
    await expect(credentials.resolve()).rejects.toThrow(/the kubeconfig wants client.authentication.k8s.io\/v1beta1/);
  });
});

describe('a token file', () => {
  it('is read again after a minute, and at once after a refusal', async () => {
    const file = join(folder, 'token');
    await writeFile(file, 'a\n');
    let now = 0;
    const credentials = tokenFileCredentials(file, {}, () => now);
    expect((await credentials.resolve()).authorization?.reveal()).toBe('Bearer a');
    await writeFile(file, 'b\n');
    expect((await credentials.resolve()).authorization?.reveal()).toBe('Bearer a');
    now = 61_000;
    expect((await credentials.resolve()).authorization?.reveal()).toBe('Bearer b');
    await writeFile(file, 'c\n');
    credentials.refused();
    expect((await credentials.resolve()).authorization?.reveal()).toBe('Bearer c');
  });

  it('that is missing is named', async () => {
    await expect(tokenFileCredentials(join(folder, 'none')).resolve()).rejects.toThrow(/none cannot be read: ENOENT/);
  });
});
