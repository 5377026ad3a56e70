import { readKptfileSummary, summariseKptfile } from './summarise-kptfile';

const kptfile = `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: web
  labels: { team: blue, size: 3 }
  annotations:
    config.kubernetes.io/local-config: "true"
upstream:
  type: git
  git: { repo: https://git.example/x.git, directory: web, ref: web/v1 }
upstreamLock:
  type: git
  git: { repo: https://git.example/x.git, directory: web, ref: web/v1, commit: abc }
info:
  readinessGates:
  - conditionType: ready.example
status:
  conditions:
  - type: Rendered
    status: "True"
    reason: RenderSuccess
`;

describe('what the API shows of a Kptfile', () => {
  it('is its metadata, gates, conditions and upstream lock', () => {
    expect(summariseKptfile(kptfile)).toEqual({
      packageMetadata: {
        labels: { team: 'blue', size: '3' },
        annotations: { 'config.kubernetes.io/local-config': 'true' },
      },
      readinessGates: [{ conditionType: 'ready.example' }],
      conditions: [{ type: 'Rendered', status: 'True', reason: 'RenderSuccess' }],
      upstreamLock: {
        type: 'git',
        git: { repo: 'https://git.example/x.git', directory: 'web', ref: 'web/v1', commit: 'abc' },
      },
    });
  });

  it.each(['', '- a', 'x: [', 'metadata: 3\ninfo: []\nstatus: { conditions: [7] }', '__proto__: { polluted: true }'])(
    'is little of %j, without failing',
    (text) => {
      expect(summariseKptfile(text).readinessGates).toEqual([]);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    },
  );

  it('shows nothing of what is no YAML, and says so to who asks', () => {
    expect(summariseKptfile('x: [')).toEqual({ readinessGates: [], conditions: [] });
    expect(() => readKptfileSummary('x: [')).toThrow('Kptfile: line 2');
  });

  it('shows no upstream lock without an upstream (E-3.6)', () => {
    expect(summariseKptfile(kptfile.replace('upstream:\n', 'other:\n'))).not.toHaveProperty('upstreamLock');
  });
});
