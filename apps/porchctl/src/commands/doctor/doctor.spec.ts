import { failure, type RecordedRequest } from '@porch/client/testing';
import { REPOSITORIES, REVISIONS, SECRETS } from '../../testing/fixtures';
import { benches, runPorchctl } from '../../testing/run-porchctl';

const bench = benches();
const repository = (name: string, condition: object | undefined) => ({
  metadata: { name },
  spec: { type: 'git', git: { repo: `https://h/${name}`, secretRef: { name: `${name}-auth` } } },
  status: { packageCount: 4, conditions: condition ? [{ type: 'Ready', ...condition }] : [] },
});

function healthy({ path }: RecordedRequest) {
  if (path === '/version') return { body: { gitVersion: 'v1.33.0' } };
  if (path === '/readyz') return { body: 'ok' };
  if (path === '/apis') {
    return { body: { groups: [{ name: 'porch.kpt.dev', versions: [{ groupVersion: 'porch.kpt.dev/v1alpha1' }] }] } };
  }
  if (path === REVISIONS) return { body: { metadata: {}, items: [] } };
  if (path === REPOSITORIES) return { body: { metadata: {}, items: [repository('blue', { status: 'True' })] } };
  if (path.startsWith(SECRETS)) {
    return { body: { metadata: {}, type: 'kubernetes.io/basic-auth', data: { username: 'dQ==', password: 'cA==' } } };
  }
  return { body: { metadata: {}, items: [] } };
}

describe('doctor', () => {
  it('finds nothing wrong with a healthy server', async () => {
    const { porchctl } = await bench(healthy);
    const { code, stdout } = await porchctl(['doctor']);
    expect(stdout).toContain('ok   repository blue: Ready, 4 packages\n');
    expect(stdout).toContain('ok   credentials of blue: Secret "blue-auth" (kubernetes.io/basic-auth) is complete\n');
    expect(stdout).not.toMatch(/warn|FAIL/);
    expect(code).toBe(0);
  });

  it('says which repository is broken, which Secret is incomplete, and what to do', async () => {
    const { porchctl } = await bench((request) => {
      if (request.path === REPOSITORIES) {
        const items = [repository('red', { status: 'False', reason: 'Error', message: 'authentication required' })];
        return { body: { metadata: {}, items } };
      }
      if (request.path.startsWith(SECRETS))
        return { body: { metadata: {}, type: 'kubernetes.io/basic-auth', data: {} } };
      return healthy(request);
    });
    const { code, stdout } = await porchctl(['doctor']);
    expect(stdout).toContain('FAIL repository red: not Ready: authentication required\n       -> check its address');
    expect(stdout).toContain(
      'FAIL credentials of red: Secret "red-auth" (kubernetes.io/basic-auth) lacks username and password',
    );
    expect(code).toBe(1);
  });

  it('stops at what everything else depends on', async () => {
    const gone = await runPorchctl(['doctor', '--server=http://127.0.0.1:1', '-o', 'json']);
    const findings = JSON.parse(gone.stdout) as { outcome: string; advice?: string }[];
    expect(findings).toHaveLength(2);
    expect(findings[1]).toMatchObject({
      outcome: 'failed',
      advice: expect.stringMatching(/^start the server/) as string,
    });
    expect((await runPorchctl(['doctor'], { env: { KUBECONFIG: '/no/such/file' } })).stdout).toMatch(
      /^FAIL kubeconfig: no configuration has been provided/,
    );
  });

  it('tells a namespace that is not there from an empty one', async () => {
    const { porchctl } = await bench((request) =>
      request.path === '/api/v1/namespaces/ns'
        ? failure(404, 'NotFound', 'namespaces "ns" not found')
        : healthy(request),
    );
    const { code, stdout } = await porchctl(['doctor']);
    expect(stdout).toContain('FAIL namespace: there is no namespace "ns"\n       -> name another with -n');
    expect(code).toBe(1);
    const silent = await bench((request) =>
      request.path === '/api/v1/namespaces/ns' ? failure(403, 'Forbidden', 'no') : healthy(request),
    );
    expect(await silent.porchctl(['doctor'])).toMatchObject({ code: 0 });
  });

  it('names the kubeconfig that it was given', async () => {
    const { stdout } = await runPorchctl(['doctor', '--kubeconfig', '/no/such/file'], {
      env: { KUBECONFIG: '/other' },
    });
    expect(stdout).toMatch(/^FAIL kubeconfig: .*\n {7}-> correct the kubeconfig \(\/no\/such\/file\)/);
  });

  it('tells a refusal from an absence', async () => {
    const { porchctl } = await bench((request) =>
      request.path === REVISIONS ? failure(401, 'Unauthorized', 'Unauthorized') : healthy(request),
    );
    const { stdout } = await porchctl(['doctor']);
    expect(stdout).toContain('FAIL credentials: Unauthorized\n       -> the kubeconfig holds no valid credentials');
  });
});
