import { failure } from '@porch/client/testing';
import { REPOSITORIES, SECRETS } from '../../testing/fixtures';
import { benches } from '../../testing/run-porchctl';
import { runOnceAt } from './run-once-at';

const bench = benches();
const repository = (name: string, secret?: string) => ({
  apiVersion: 'config.porch.kpt.dev/v1alpha1',
  kind: 'Repository',
  metadata: { name, namespace: 'ns', resourceVersion: '3' },
  spec: {
    type: 'git',
    git: { repo: `https://h/${name}`, branch: 'main', ...(secret ? { secretRef: { name: secret } } : {}) },
  },
  status: { conditions: [{ type: 'Ready', status: 'True' }] },
});
const accepting = ({ body }: { body: unknown }) => ({ status: 201, body: body ?? {} });
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('repo reg', () => {
  it('registers a git repository by its last segment and says nothing', async () => {
    const { server, porchctl } = await bench(accepting);
    expect(await porchctl(['repo', 'reg', 'https://h/o/blue.git/'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(server.lines()).toEqual([`POST ${REPOSITORIES}`]);
    expect(server.requests[0]?.body).toEqual({
      apiVersion: 'config.porch.kpt.dev/v1alpha1',
      kind: 'Repository',
      metadata: { name: 'blue', namespace: 'ns' },
      spec: { type: 'git', git: { repo: 'https://h/o/blue.git/', branch: 'main', directory: '/' } },
    });
  });

  it('stores credentials first, with every other flag in the registration', async () => {
    const { server, porchctl } = await bench(accepting);
    await porchctl([
      ...['repo', 'register', 'https://h/r', '--name=r', '--description', 'My repo', '--deployment', '--create-branch'],
      ...[
        '--branch=dev',
        '--directory=/d',
        '--sync-schedule=*/5 * * * *',
        '--repo-basic-username=u',
        '--repo-basic-password=p',
      ],
    ]);
    expect(server.lines()).toEqual([`POST ${SECRETS}`, `POST ${REPOSITORIES}`]);
    expect(server.requests[0]?.body).toMatchObject({
      metadata: { name: 'r-auth', namespace: 'ns' },
      type: 'kubernetes.io/basic-auth',
      data: { username: base64('u'), password: base64('p') },
    });
    expect(server.requests[1]?.body).toMatchObject({
      spec: {
        description: 'My repo',
        deployment: true,
        sync: { schedule: '*/5 * * * *' },
        git: { branch: 'dev', createBranch: true, directory: '/d', secretRef: { name: 'r-auth' } },
      },
    });
  });

  it('takes the password from standard input', async () => {
    const { server, porchctl } = await bench(accepting);
    await porchctl(['repo', 'reg', 'https://h/r', '--repo-basic-username=u', '--repo-basic-password-stdin'], {
      stdin: 'p w\n',
    });
    expect(server.requests[0]?.body).toMatchObject({ data: { password: base64('p w') } });
  });

  it('brings a Secret that is left from before up to date', async () => {
    const { server, porchctl } = await bench((request) => {
      if (request.method === 'POST' && request.path === SECRETS) return failure(409, 'AlreadyExists', 'there');
      if (request.method === 'GET')
        return { body: { metadata: { name: 'r-auth', namespace: 'ns', resourceVersion: '5' } } };
      return accepting(request);
    });
    await porchctl(['repo', 'reg', 'https://h/r', '--repo-basic-username=u', '--repo-basic-password=p']);
    expect(server.lines()).toEqual([
      `POST ${SECRETS}`,
      `GET ${SECRETS}/r-auth`,
      `PUT ${SECRETS}/r-auth`,
      `POST ${REPOSITORIES}`,
    ]);
    expect(server.requests[2]?.body).toMatchObject({
      metadata: { resourceVersion: '5' },
      data: { password: base64('p') },
    });
  });

  it('takes its new Secret back when the registration is refused', async () => {
    const { server, porchctl } = await bench((request) =>
      request.path === REPOSITORIES ? failure(400, 'RepositoryConflict', 'conflict') : accepting(request),
    );
    const result = await porchctl(['repo', 'reg', 'https://h/r', '--repo-basic-username=u', '--repo-basic-password=p']);
    expect(result.stderr).toBe('Error: conflict \n');
    expect(server.lines().at(-1)).toBe(`DELETE ${SECRETS}/r-auth`);
  });

  it('registers OCI, refuses two ways of authentication and v1alpha2', async () => {
    const { server, porchctl } = await bench(accepting);
    await porchctl(['repo', 'reg', 'oci://registry/images', '--repo-workload-identity']);
    expect(server.requests[0]?.body).toMatchObject({ type: 'kpt.dev/workload-identity-auth' });
    expect(server.requests[1]?.body).toMatchObject({
      metadata: { name: 'images' },
      spec: { type: 'oci', oci: { registry: 'registry/images', secretRef: { name: 'images-auth' } } },
    });
    expect(
      (await porchctl(['repo', 'reg', 'https://h/r', '--repo-workload-identity', '--repo-basic-username=u'])).stderr,
    ).toBe('error: both username/password and workload identity specified\n');
    expect((await porchctl(['repo', 'reg', 'https://h/r', '--v1alpha2'])).stderr).toMatch(
      /"v1alpha2" \(--v1alpha2\) is not served/,
    );
  });
});

describe('repo unreg', () => {
  it('deletes the registration and then its Secret', async () => {
    const { server, porchctl } = await bench(() => ({ body: repository('r', 'r-auth') }));
    expect(await porchctl(['repo', 'unregister', 'r'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(server.lines()).toEqual([`GET ${REPOSITORIES}/r`, `DELETE ${REPOSITORIES}/r`, `DELETE ${SECRETS}/r-auth`]);
  });

  it('keeps the Secret when asked to, and does without one', async () => {
    const { server, porchctl } = await bench(() => ({ body: repository('r', 'r-auth') }));
    await porchctl(['repo', 'unreg', 'r', '--keep-auth-secret']);
    expect(server.lines().at(-1)).toBe(`DELETE ${REPOSITORIES}/r`);
  });
});

describe('repo get', () => {
  const listing = () => ({ body: { metadata: { resourceVersion: '9' }, items: [repository('blue')] } });

  it('prints what a case of upstream asks for', async () => {
    const { porchctl } = await bench(listing);
    const columns = "NAME:.metadata.name,READY:.status.conditions[?(@.type=='Ready')].status,DIR:.spec.git.directory";
    expect((await porchctl(['repo', 'get', `--output=custom-columns=${columns}`])).stdout).toBe(
      'NAME   READY   DIR\nblue   True    <none>\n',
    );
  });

  it.each(['get', 'ls', 'list'])('%s prints nothing for an empty table', async (verb) => {
    const { porchctl } = await bench(() => ({
      body: { kind: 'Table', metadata: {}, columnDefinitions: [{ name: 'Name', type: 'string' }], rows: null },
    }));
    expect(await porchctl(['repo', verb])).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('repo sync', () => {
  const now = new Date('2026-01-01T00:00:00Z');

  it('schedules a sync a minute from now', async () => {
    const { server, porchctl } = await bench(({ method, body }) => ({
      body: method === 'GET' ? repository('r') : body,
    }));
    expect(await porchctl(['repo', 'sync', 'r'], { now })).toEqual({
      code: 0,
      stdout: 'Scheduled one-time sync for "r" at 2026-01-01T00:01:00Z\n',
      stderr: '',
    });
    expect(server.requests[1]).toMatchObject({
      method: 'PUT',
      body: { metadata: { resourceVersion: '3' }, spec: { sync: { runOnceAt: '2026-01-01T00:01:00Z' } } },
    });
  });

  it('schedules all repositories of all namespaces', async () => {
    const { server, porchctl } = await bench(({ method, body }) => ({
      body: method === 'GET' ? { metadata: {}, items: [repository('a'), repository('b')] } : body,
    }));
    const { stdout } = await porchctl(['repo', 'reconcile', '--all', '-A', '--run-once=2h'], { now });
    expect(stdout).toBe(
      'Scheduled one-time sync for "a" at 2026-01-01T02:00:00Z\nScheduled one-time sync for "b" at 2026-01-01T02:00:00Z\n',
    );
    expect(server.requests[0]?.path).toBe('/apis/config.porch.kpt.dev/v1alpha1/repositories');
  });

  it('says which repository it did not find, and needs one', async () => {
    const { porchctl } = await bench(() => failure(404, 'NotFound', 'gone'));
    expect(await porchctl(['repo', 'sync', 'r'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Error fetching repository "r": gone\nerror: no repositories found in namespace "ns"\n',
    });
    expect((await porchctl(['repo', 'sync'])).stderr).toBe('error: repository name(s) required unless --all is set\n');
  });

  it.each([
    [undefined, '2026-01-01T00:01:00.000Z', undefined],
    ['10m', '2026-01-01T00:10:00.000Z', undefined],
    ['1h30m', '2026-01-01T01:30:00.000Z', undefined],
    ['5s', '2026-01-01T00:01:00.000Z', /^Duration must be at least 1 minute/],
    ['2026-01-01T05:00:00Z', '2026-01-01T05:00:00.000Z', undefined],
    ['2026-01-01T05:00:00+02:00', '2026-01-01T03:00:00.000Z', undefined],
    ['2020-01-01T00:00:00Z', '2026-01-01T00:01:00.000Z', /^Scheduled time is within 1 minute/],
  ])('takes --run-once %s for %s', (value, at, warning) => {
    const result = runOnceAt(value, now);
    expect(result.at.toISOString()).toBe(at);
    if (warning) expect(result.warning).toMatch(warning);
    else expect(result.warning).toBeUndefined();
  });

  it('refuses a --run-once that is neither', () => {
    expect(() => runOnceAt('soon', now)).toThrow('invalid --run-once value');
  });
});
