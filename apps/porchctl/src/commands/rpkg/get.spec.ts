import { failure, type RecordedRequest } from '@porch/client/testing';
import { revision, REVISIONS, RESOURCES, revisionTable } from '../../testing/fixtures';
import { benches } from '../../testing/run-porchctl';

const bench = benches();
const all = [
  revision('git.a.v1', { revision: 1, lifecycle: 'Published' }),
  revision('git.a.w', {}),
  revision('git.bb.v1', { revision: 1, lifecycle: 'Published' }),
];

/** Answers tables and lists of `all`, with no selector applied, so that only porchctl's own filters work. */
function listing({ path, headers }: RecordedRequest) {
  const name = path.startsWith(`${REVISIONS}/`) ? path.slice(REVISIONS.length + 1) : undefined;
  const chosen = name === undefined ? all : all.filter(({ metadata }) => metadata.name === name);
  if (chosen.length === 0) return failure(404, 'NotFound', `packagerevisions.porch.kpt.dev "${name}" not found`);
  if (headers.accept?.includes('as=Table')) return { body: revisionTable(chosen) };
  return { body: name === undefined ? { metadata: { resourceVersion: '9' }, items: all } : chosen[0] };
}

describe('rpkg get', () => {
  it('prints the server’s table as kubectl does', async () => {
    const { server, porchctl } = await bench(listing);
    expect((await porchctl(['rpkg', 'get'])).stdout).toBe(
      [
        'NAME        PACKAGE   WORKSPACENAME   REVISION   LATEST   LIFECYCLE   REPOSITORY',
        'git.a.v1    a         v1              1          false    Published   git',
        'git.a.w     a         w               0          false    Draft       git',
        'git.bb.v1   bb        v1              1          false    Published   git',
        '',
      ].join('\n'),
    );
    expect(server.requests[0]?.headers.accept).toBe('application/json;as=Table;g=meta.k8s.io;v=v1,application/json');
  });

  it('asks the server for one condition and applies the others itself', async () => {
    const { server, porchctl } = await bench(listing);
    const flags = ['rpkg', 'get', '--no-headers', '--revision=v1', '--workspace=v1'];
    expect((await porchctl([...flags, '--name=bb'])).stdout).toBe(
      'git.bb.v1   bb    v1    1     false   Published   git\n',
    );
    expect((await porchctl([...flags, '-o', 'name'])).stdout).toBe(
      'packagerevision.porch.kpt.dev/git.a.v1\npackagerevision.porch.kpt.dev/git.bb.v1\n',
    );
    expect((await porchctl(['rpkg', 'get', '--revision=0', '-o', 'jsonpath={.metadata.name}'])).stdout).toBe('git.a.w');
    expect(server.requests.map(({ query }) => query['fieldSelector'])).toEqual([
      'spec.packageName=bb',
      'spec.workspaceName=v1',
      'spec.revision=0',
    ]);
    expect((await porchctl([...flags, '--repository=hub'])).stdout).toBe('');
    expect((await porchctl(['rpkg', 'get', '--repository=hub', '-o', 'name'])).stdout).toBe('');
    expect(server.requests.at(-1)?.query['fieldSelector']).toBe('spec.repository=hub');
  });

  it('prints named revisions under one header, and nothing at all when one is missing', async () => {
    const { porchctl } = await bench(listing);
    const { stdout } = await porchctl(['rpkg', 'get', 'git.a.v1', 'git.a.w']);
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(['NAME', 'git.a.v1', 'git.a.w', '']);
    expect(await porchctl(['rpkg', 'get', 'git.a.v1', 'x'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Error: the server could not find the requested resource (get packagerevisions.porch.kpt.dev x) \n',
    });
    expect((await porchctl(['rpkg', 'get', 'x', '-o', 'yaml'])).stderr).toBe(
      'Error: packagerevisions.porch.kpt.dev "x" not found \n',
    );
  });

  it('sorts by a field of the objects, with the kind before each name', async () => {
    const { server, porchctl } = await bench(listing);
    const flags = ['rpkg', 'get', '--no-headers', '--sort-by={.metadata.uid}', '--show-kind'];
    expect((await porchctl(flags)).stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'packagerevision.porch.kpt.dev/git.a.v1',
      'packagerevision.porch.kpt.dev/git.a.w',
      'packagerevision.porch.kpt.dev/git.bb.v1',
      '',
    ]);
    expect(server.requests[0]?.query).toMatchObject({ includeObject: 'Object' });
    expect(
      (await porchctl(['rpkg', 'get', '-o', 'jsonpath={.metadata.name} ', '--sort-by=.spec.revision'])).stdout,
    ).toBe('git.a.w git.a.v1 git.bb.v1 ');
  });

  it('says nothing about what is missing when asked to', async () => {
    const { porchctl } = await bench(listing);
    expect((await porchctl(['rpkg', 'get', 'x', 'git.a.w', '--ignore-not-found', '-o', 'name'])).stdout).toBe(
      'packagerevision.porch.kpt.dev/git.a.w\n',
    );
    expect(await porchctl(['rpkg', 'get', 'x', '--ignore-not-found'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('prints absent fields as <none> in custom columns', async () => {
    const { porchctl } = await bench(listing);
    const columns = '--output=custom-columns=NAME:.metadata.name,REV:.spec.revision,LIFECYCLE:.spec.lifecycle';
    expect((await porchctl(['rpkg', 'get', 'git.a.w', columns])).stdout).toBe(
      'NAME      REV      LIFECYCLE\ngit.a.w   <none>   Draft\n',
    );
  });

  it('lists every namespace with a column for it', async () => {
    const { server, porchctl } = await bench(listing);
    const { stdout } = await porchctl(['rpkg', 'list', '-A', '--show-labels']);
    expect(stdout).toMatch(/^NAMESPACE {3}NAME .* LABELS\nns {10}git\.a\.v1 .* <none>\n/);
    expect(server.requests[0]?.path).toBe('/apis/porch.kpt.dev/v1alpha1/packagerevisions');
    expect((await porchctl(['rpkg', 'list', '-A', 'git.a.v1'])).stderr).toBe(
      'Error: a resource cannot be retrieved by name across all namespaces \n',
    );
  });

  it('watches until it is interrupted', async () => {
    const stop = new AbortController();
    const changed = revisionTable([revision('git.a.w', { lifecycle: 'Proposed' })]);
    const { server, porchctl } = await bench((request) =>
      request.query['watch']
        ? {
            stream: (response) =>
              void response.write(
                `${JSON.stringify({ type: 'MODIFIED', object: { ...changed, columnDefinitions: null } })}\n`,
              ),
          }
        : listing(request),
    );
    const { code, stdout } = await porchctl(['rpkg', 'get', '-w'], {
      signal: stop.signal,
      onOut: (text) => text.includes('Proposed') && stop.abort(),
    });
    expect(stdout.split('\n').at(-2)).toBe('git.a.w     a         w               0          false    Proposed    git');
    expect(server.requests[1]?.query).toMatchObject({ resourceVersion: '9' });
    expect(code).toBe(0);
  });

  it('shows a Kptfile', async () => {
    const { server, porchctl } = await bench(() => ({
      body: { metadata: {}, spec: { resources: { Kptfile: 'kind: Kptfile' } } },
    }));
    expect((await porchctl(['rpkg', 'get', 'n', '--show-kptfile'])).stdout).toBe('kind: Kptfile\n');
    expect(server.lines()).toEqual([`GET ${RESOURCES}/n`]);
  });

  it.each([
    [['--show-kptfile'], '--show-kptfile requires exactly one package revision name as an argument'],
    [['a', '--show-kptfile', '--name=x'], '--show-kptfile cannot be combined with --name, --revision, or --workspace'],
    [['a', '--show-kptfile', '--repository=r'], '--show-kptfile cannot be combined with --repository'],
    [['a', '--show-kptfile', '-A'], '--show-kptfile cannot be combined with --all-namespaces'],
  ])('%j is refused in kubectl’s form', async (flags, message) => {
    const { porchctl } = await bench(listing);
    expect(await porchctl(['rpkg', 'get', ...flags])).toEqual({ code: 1, stdout: '', stderr: `error: ${message}\n` });
  });

  it('names the API version that is not served', async () => {
    const { porchctl } = await bench(listing);
    expect((await porchctl(['rpkg', 'get', '--api-version=v1alpha2'])).stderr).toBe(
      'error: API version "v1alpha2" (--api-version) is not served; use v1alpha1\n',
    );
    expect((await porchctl(['rpkg', 'get'], { env: { PORCHCTL_API_VERSION: 'v1alpha2' } })).stderr).toBe(
      'error: API version "v1alpha2" (PORCHCTL_API_VERSION) is not served; use v1alpha1\n',
    );
    expect((await porchctl(['rpkg', 'get', '--api-version', 'v1alpha1'])).code).toBe(0);
  });
});
