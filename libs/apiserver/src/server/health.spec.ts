import { createTokenAuthenticator } from '../auth/token-authenticator';
import { createMastersAuthorizer } from '../auth/masters-authorizer';
import { ADMIN_TOKEN, startTestServer, type TestServer } from '../testing/test-server';
import { type HealthCheck, HealthChecks } from './health';

describe('health', () => {
  let server: TestServer;
  let failure: Error | undefined;
  const warnings: object[] = [];
  const store: HealthCheck = {
    name: 'store',
    kind: 'ready',
    check: () => (failure ? Promise.reject(failure) : undefined),
  };
  const start = async (...healthChecks: HealthCheck[]) => {
    const logger = {
      info: () => undefined,
      warn: (fields: object) => void warnings.push(fields),
      error: () => undefined,
    };
    server = await startTestServer({
      healthChecks,
      logger,
      authorizer: createMastersAuthorizer(),
      authenticators: [
        createTokenAuthenticator(() => [
          { token: ADMIN_TOKEN, user: { name: 'admin', groups: ['system:masters'] } },
          { token: 'nobody', user: { name: 'nobody', groups: [] } },
        ]),
      ],
    });
  };
  const ask = async (path: string, token?: string) => {
    const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const response = await fetch(`${server.listening.url}${path}`, { headers });
    return `${response.status} ${await response.text()}`;
  };
  beforeEach(() => {
    failure = undefined;
    warnings.splice(0);
  });
  afterEach(() => server.close());

  it('is ok, by name where it is asked for', async () => {
    await start(store);
    for (const endpoint of ['healthz', 'livez', 'readyz']) expect(await ask(`/${endpoint}`)).toBe('200 ok');
    expect(await ask('/readyz?verbose')).toBe('200 [+]ping ok\n[+]shutdown ok\n[+]store ok\nreadyz check passed\n');
    expect(await ask('/livez?verbose=1')).toBe('200 [+]ping ok\nlivez check passed\n');
  });

  it('names what failed to anybody, and why to the log alone', async () => {
    await start(store);
    failure = new Error('the cause');
    const answer = '500 [+]ping ok\n[+]shutdown ok\n[-]store failed: reason withheld\nreadyz check failed\n';
    expect(await ask('/readyz')).toBe(answer);
    expect(await ask('/livez')).toBe('200 ok');
    expect(warnings).toEqual([{ check: 'store', error: 'the cause' }]);
  });

  it('leaves out what is excluded, and says what cannot be', async () => {
    await start(store);
    failure = new Error('down');
    expect(await ask('/readyz?exclude=store')).toBe('200 ok');
    expect(await ask('/readyz?verbose&exclude=store&exclude=no%22thing')).toBe(
      '200 [+]ping ok\n[+]shutdown ok\n[+]store excluded: ok\n' +
        'warn: some health checks cannot be excluded: no matches for "no\\"thing"\nreadyz check passed\n',
    );
  });

  it('has single checks for those who may read their paths', async () => {
    await start(store);
    expect(await ask('/readyz/store', ADMIN_TOKEN)).toBe('200 ok');
    failure = new Error('down');
    expect(await ask('/readyz/store', ADMIN_TOKEN)).toBe('500 internal server error: reason withheld\n');
    expect(await ask('/livez/ping', ADMIN_TOKEN)).toBe('200 ok');
    expect(await ask('/livez/store', ADMIN_TOKEN)).toMatch(/^404 /);
    expect(await ask('/readyz/nothing', ADMIN_TOKEN)).toMatch(/^404 /);
    expect(await ask('/readyz/store', 'nobody')).toMatch(/^403 /);
    expect(await ask('/readyz/store')).toMatch(/^401 /);
    const { paths } = JSON.parse((await ask('/', ADMIN_TOKEN)).slice(4)) as { paths: string[] };
    expect(paths).toEqual(expect.arrayContaining(['/readyz', '/readyz/store', '/livez/ping', '/healthz/shutdown']));
  });
});

describe('a check that hangs', () => {
  it('fails, and is asked once, however many want to know, until it answers', async () => {
    let asked = 0;
    let answer: (() => void) | undefined;
    const check = () => {
      asked += 1;
      return new Promise<void>((resolve) => (answer = resolve));
    };
    const failures: unknown[] = [];
    const health = new HealthChecks(
      [{ name: 'slow', kind: 'ready', check }],
      (name, error) => failures.push([name, (error as Error).message]),
      20,
    );
    const ask = () => health.answer('readyz', new URLSearchParams());
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    expect(new Set(answers.map((given) => given.type === 'bytes' && given.status))).toEqual(new Set([500]));
    expect(failures[0]).toEqual(['slow', 'no answer within 20 ms']);
    await ask();
    expect(asked).toBe(1);
    answer?.();
    const answered = ask();
    answer?.();
    expect(await answered).toMatchObject({ status: 200 });
  });
});
