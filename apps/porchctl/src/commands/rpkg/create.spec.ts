import { failure } from '@porch/client/testing';
import { revision, REVISIONS } from '../../testing/fixtures';
import { benches } from '../../testing/run-porchctl';
import { parseCloneSource } from './clone-source';

const bench = benches();
const creating = (name: string) => () => ({ status: 201, body: revision(name, {}) });

describe('rpkg init', () => {
  it('posts an init task and prints the name the server gave', async () => {
    const { server, porchctl } = await bench(creating('git.p.w'));
    const result = await porchctl(
      'rpkg init --repository=git --workspace w --description D --keywords=a,b --site http://s p'.split(' '),
    );
    expect(result).toEqual({ code: 0, stdout: 'git.p.w created\n', stderr: '' });
    expect(server.lines()).toEqual([`POST ${REVISIONS}`]);
    expect(server.requests[0]?.body).toEqual({
      apiVersion: 'porch.kpt.dev/v1alpha1',
      kind: 'PackageRevision',
      metadata: { namespace: 'ns' },
      spec: {
        packageName: 'p',
        workspaceName: 'w',
        repository: 'git',
        tasks: [{ type: 'init', init: { description: 'D', keywords: ['a', 'b'], site: 'http://s' } }],
      },
    });
  });

  it('describes a package as upstream does when nobody else does', async () => {
    const { server, porchctl } = await bench(creating('git.p.w'));
    await porchctl(['rpkg', 'init', 'p', '--repository', 'git', '--workspace', 'w']);
    expect(server.requests[0]?.body).toMatchObject({
      spec: { tasks: [{ init: { description: 'sample description' } }] },
    });
  });

  it.each([
    [['rpkg', 'init'], 'PACKAGE_NAME is a required positional argument'],
    [['rpkg', 'init', 'p', '--workspace=w'], '--repository is required to specify target repository'],
    [['rpkg', 'init', 'p', '--repository=r'], '--workspace is required to specify workspace name'],
    [['rpkg', 'clone', 'a'], 'SOURCE_PACKAGE and NAME are required positional arguments; 1 provided'],
    [['rpkg', 'clone', 'a', 'b'], '--repository is required to specify downstream repository'],
    [
      ['rpkg', 'clone', 'a', 'b', '--repository=r', '--workspace='],
      '--workspace is required to specify downstream workspace name',
    ],
    [['rpkg', 'copy'], 'SOURCE_PACKAGE is a required positional argument'],
    [['rpkg', 'copy', 'a', 'b'], 'too many arguments; SOURCE_PACKAGE is the only accepted positional arguments'],
    [['rpkg', 'upgrade', 'a'], 'workspace is required'],
    [['rpkg', 'upgrade', 'a', '--revision=-2', '--workspace=w'], 'revision must be positive (and not main)'],
    [['rpkg', 'propose'], 'PACKAGE_REVISION is a required positional argument'],
    [['rpkg', 'approve'], 'PACKAGE_REVISION is a required positional argument'],
    [['rpkg', 'propose-delete'], 'PACKAGE_REVISION is a required positional argument'],
    [['rpkg', 'push'], 'PACKAGE is a required positional argument'],
    [['repo', 'reg'], 'repository is required positional argument'],
    [['repo', 'unreg'], 'REPOSITORY is a required positional argument'],
  ])('%j is refused before anything is sent', async (argv, message) => {
    const { server, porchctl } = await bench(() => undefined);
    expect(await porchctl(argv)).toEqual({ code: 1, stdout: '', stderr: `Error: ${message} \n` });
    expect(server.requests).toEqual([]);
  });

  it('prints the server’s refusal as upstream does', async () => {
    const { porchctl } = await bench(() =>
      failure(409, 'AlreadyExists', 'Internal error occurred: package "p" already exists'),
    );
    const result = await porchctl(['rpkg', 'init', 'p', '--repository=git', '--workspace=w']);
    expect(result).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Error: Internal error occurred: package "p" already exists \n',
    });
  });
});

describe('rpkg clone', () => {
  it.each([
    ['git.p.v1', {}, { upstreamRef: { name: 'git.p.v1' } }],
    ['oci://img', {}, { type: 'oci', oci: { image: 'oci://img' } }],
    ['https://h/r', {}, { type: 'git', git: { repo: 'https://h/r', ref: 'main', directory: '/' } }],
    ['https://h/r.git', {}, { type: 'git', git: { repo: 'https://h/r.git', ref: 'main', directory: '/' } }],
    [
      'https://h/r.git/a/b@a/b/v1',
      {},
      { type: 'git', git: { repo: 'https://h/r.git', ref: 'a/b/v1', directory: 'a/b' } },
    ],
    [
      'https://h/r.git@v2',
      { directory: 'd' },
      { type: 'git', git: { repo: 'https://h/r.git', ref: 'v2', directory: 'd' } },
    ],
    ['git@h:o/r.git/d', { ref: 'v1' }, { type: 'git', git: { repo: 'git@h:o/r.git', ref: 'v1', directory: 'd' } }],
    [
      'https://h/r',
      { ref: 'v1', directory: 'd', secretRef: 's' },
      { type: 'git', git: { repo: 'https://h/r', ref: 'v1', directory: 'd', secretRef: { name: 's' } } },
    ],
  ])('takes %s %j for %j', (source, flags, upstream) => {
    expect(parseCloneSource(source, flags)).toEqual(upstream);
  });

  it('refuses flags that contradict its argument', () => {
    expect(() => parseCloneSource('https://h/r.git/a@v1', { directory: 'b' })).toThrow(
      'directory b specified by --directory contradicts directory a specified by SOURCE_PACKAGE',
    );
    expect(() => parseCloneSource('https://h/r.git/a@v1', { ref: 'v2' })).toThrow(
      'ref v2 specified by --ref contradicts ref v1 specified by SOURCE_PACKAGE',
    );
  });

  it('posts a clone task into workspace v1', async () => {
    const { server, porchctl } = await bench(creating('down.p.v1'));
    expect((await porchctl(['rpkg', 'clone', 'up.p.v1', 'p', '--repository', 'down'])).stdout).toBe(
      'down.p.v1 created\n',
    );
    expect(server.requests[0]?.body).toMatchObject({
      spec: {
        packageName: 'p',
        workspaceName: 'v1',
        repository: 'down',
        tasks: [{ type: 'clone', clone: { upstreamRef: { upstreamRef: { name: 'up.p.v1' } } } }],
      },
    });
  });
});

describe('rpkg copy', () => {
  it.each(['copy', 'edit'])('as %s reads its source and posts an edit task for the same package', async (verb) => {
    const { server, porchctl } = await bench(({ method }) =>
      method === 'GET' ? { body: revision('git.p.v1', { packageName: 'a/p' }) } : creating('git.a.p.v2')(),
    );
    const result = await porchctl(['rpkg', verb, 'git.p.v1', '--workspace=v2']);
    expect(result).toEqual({ code: 0, stdout: 'git.a.p.v2 created\n', stderr: '' });
    expect(server.lines()).toEqual([`GET ${REVISIONS}/git.p.v1`, `POST ${REVISIONS}`]);
    expect(server.requests[1]?.body).toMatchObject({
      spec: {
        packageName: 'a/p',
        repository: 'git',
        workspaceName: 'v2',
        tasks: [{ type: 'edit', edit: { sourceRef: { name: 'git.p.v1' } } }],
      },
    });
  });
});
