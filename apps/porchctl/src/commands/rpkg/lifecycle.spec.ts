import { failure, type RecordedRequest } from '@porch/client/testing';
import { revision, REVISIONS } from '../../testing/fixtures';
import { benches } from '../../testing/run-porchctl';

const bench = benches();
const name = 'git.p.v1';

/** A server with one revision in the given state, which it keeps up to date. */
function keeping(lifecycle: 'Draft' | 'Proposed' | 'Published' | 'DeletionProposed', spec = {}, status = {}) {
  let current = revision(name, { lifecycle, ...spec }, status);
  return (request: RecordedRequest) => {
    if (!request.path.startsWith(`${REVISIONS}/${name}`)) {
      return failure(404, 'NotFound', 'packagerevisions.porch.kpt.dev "other" not found');
    }
    if (request.method === 'PUT') current = request.body as typeof current;
    return { body: current };
  };
}

describe.each([
  ['propose', 'Draft', 'PUT', `${REVISIONS}/${name}`, 'Proposed', `${name} proposed\n`],
  ['approve', 'Proposed', 'PUT', `${REVISIONS}/${name}/approval`, 'Published', `${name} approved\n`],
  ['reject', 'Proposed', 'PUT', `${REVISIONS}/${name}/approval`, 'Draft', `${name} no longer proposed for approval\n`],
  [
    'reject',
    'DeletionProposed',
    'PUT',
    `${REVISIONS}/${name}`,
    'Published',
    `${name} no longer proposed for deletion\n`,
  ],
  ['propose-delete', 'Published', 'PUT', `${REVISIONS}/${name}`, 'DeletionProposed', `${name} proposed for deletion\n`],
] as const)('rpkg %s of a %s revision', (command, from, method, path, to, said) => {
  it(`sends it back as ${to}`, async () => {
    const { server, porchctl } = await bench(keeping(from));
    expect(await porchctl(['rpkg', command, name])).toEqual({ code: 0, stdout: said, stderr: '' });
    expect(server.lines()).toEqual([`GET ${REVISIONS}/${name}`, `${method} ${path}`]);
    expect(server.requests[1]?.body).toMatchObject({ metadata: { resourceVersion: '7' }, spec: { lifecycle: to } });
  });
});

describe('rpkg', () => {
  it.each([
    ['propose', 'Proposed', `${name} is already proposed\n`],
    ['propose-delete', 'DeletionProposed', `${name} is already proposed for deletion\n`],
  ] as const)('%s of a %s revision says so and succeeds', async (command, lifecycle, said) => {
    const { porchctl } = await bench(keeping(lifecycle));
    expect(await porchctl(['rpkg', command, name])).toEqual({ code: 0, stdout: '', stderr: said });
  });

  it.each([
    ['propose', 'Published', 'cannot propose Published package'],
    ['propose-delete', 'Draft', `can only propose published packages for deletion; package ${name} is not published`],
    ['reject', 'Published', `cannot reject ${name} with lifecycle 'Published'`],
  ] as const)('%s of a %s revision fails in upstream’s words', async (command, lifecycle, said) => {
    const { porchctl } = await bench(keeping(lifecycle));
    expect(await porchctl(['rpkg', command, name])).toEqual({
      code: 1,
      stdout: '',
      stderr: `${name} failed (${said})\nError: errors:\n  ${said} \n`,
    });
  });

  it.each(['propose', 'approve'] as const)('%s waits for readiness gates', async (command) => {
    const gate = { readinessGates: [{ conditionType: 'Checked' }] };
    const status = (value: string) => ({ conditions: [{ type: 'Checked', status: value }] });
    const lifecycle = command === 'propose' ? 'Draft' : 'Proposed';
    const unmet = await bench(keeping(lifecycle, gate, status('False')));
    expect(await unmet.porchctl(['rpkg', command, name])).toEqual({
      code: 1,
      stdout: '',
      stderr: `${name} failed (readiness conditions not met)\nError: errors:\n  readiness conditions not met \n`,
    });
    const met = await bench(keeping(lifecycle, gate, status('True')));
    expect((await met.porchctl(['rpkg', command, name])).code).toBe(0);
  });

  it('goes on with the other names after one failed', async () => {
    const { porchctl } = await bench(keeping('Draft'));
    const missing = 'packagerevisions.porch.kpt.dev "other" not found';
    expect(await porchctl(['rpkg', 'propose', 'other', name])).toEqual({
      code: 1,
      stdout: `${name} proposed\n`,
      stderr: `other failed (${missing})\nError: errors:\n  ${missing} \n`,
    });
  });

  it('proposes again what somebody changed meanwhile', async () => {
    let conflicts = 2;
    const keep = keeping('Draft');
    const { server, porchctl } = await bench((request) =>
      request.method === 'PUT' && conflicts-- > 0 ? failure(409, 'Conflict', 'changed') : keep(request),
    );
    expect((await porchctl(['rpkg', 'propose', name])).stdout).toBe(`${name} proposed\n`);
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET', 'PUT', 'GET', 'PUT']);
  });

  it('deletes with options of its own group', async () => {
    const { server, porchctl } = await bench(() => ({ body: revision(name, {}) }));
    expect(await porchctl(['rpkg', 'delete', name])).toEqual({ code: 0, stdout: `${name} deleted\n`, stderr: '' });
    expect(server.requests[0]).toMatchObject({
      method: 'DELETE',
      body: { kind: 'DeleteOptions', apiVersion: 'porch.kpt.dev/v1alpha1' },
    });
  });

  it('tells a person at a terminal what to do next, and nobody else', async () => {
    const refused = `packagerevisions.porch.kpt.dev "${name}" is forbidden: must be proposed for deletion`;
    const { porchctl } = await bench(() => failure(403, 'Forbidden', refused));
    const plain = await porchctl(['rpkg', 'pull', name]);
    expect(plain.stderr).toBe(`Error: ${refused} \n`);
    const terminal = await porchctl(['rpkg', 'pull', name], { stderrIsTerminal: true });
    expect(terminal.stderr).toMatch(/^Error: .* \nhint: propose the deletion first: .*\n$/);
  });

  it('tells it once for all that failed', async () => {
    const missing = (request: { path: string }) =>
      failure(404, 'NotFound', `packagerevisions.porch.kpt.dev "${request.path.split('/').at(-1)}" not found`);
    const { porchctl } = await bench(missing);
    const { code, stderr } = await porchctl(['rpkg', 'del', 'a', 'b'], { stderrIsTerminal: true });
    expect(code).toBe(1);
    expect(stderr.match(/^hint: /gm)).toHaveLength(1);
    expect(stderr).toMatch(/\nhint: check the name and the namespace \(-n\); .*\n$/);
  });
});
