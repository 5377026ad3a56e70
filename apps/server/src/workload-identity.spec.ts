import { workloadIdentity } from './workload-identity';

describe('the flags of workload identity', () => {
  it('say where tokens come from and whom they may be shown to', () => {
    expect(workloadIdentity(undefined, [])).toBeUndefined();
    expect(workloadIdentity('http://metadata/token', [])?.hosts).toContain('.sourcemanager.dev');
    expect(workloadIdentity('http://metadata/token', ['git.example'])?.hosts).toEqual(['git.example']);
  });

  it.each(['token', 'file:///token', 'http://user:pass@host/token'])('refuse %s', (url) => {
    expect(() => workloadIdentity(url, [])).toThrow('--workload-identity-token-url');
  });

  it('go together', () => {
    expect(() => workloadIdentity(undefined, ['git.example'])).toThrow('--workload-identity-host needs');
  });
});
