import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import { request } from 'node:https';
import { type AddressInfo } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@porch/repository';
import { exportJWK, SignJWT } from 'jose';
import {
  type AuditEntry,
  createAuthenticatorChain,
  createCertificateAuthenticator,
  createMastersAuthorizer,
  createOidcAuthenticator,
  createRbacAuthorizer,
  createReloadedFile,
  createRequestHeaderAuthenticator,
  createServiceAccountTokens,
  createTokenAuthenticator,
  MASTERS_GROUP,
  parseAuthorities,
  parseTokenFile,
  type StaticToken,
} from './index';
import {
  CLIENT_CERTIFICATE,
  FRONT_PROXY_CERTIFICATE,
  SERVER_CERTIFICATE,
  STRANGER_CERTIFICATE,
  TEST_AUTHORITY,
} from './testing/certificates';
import { InMemoryObjectStore } from './testing/in-memory-object-store';
import { ADMIN_TOKEN, startTestServer, type TestServer } from './testing/test-server';

/** Header names as node:http gives them. */
const withLowerCase = <T extends { headers: { Authorization: string } }>(shown: T) => ({
  ...shown,
  headers: { authorization: shown.headers.Authorization },
});

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const REVISIONS = '/apis/porch.kpt.dev/v1alpha1/namespaces/default/packagerevisions';
const ISSUER_CLIENT = 'porch';

describe('who may do what', () => {
  let server: TestServer;
  let url: string;
  let issuer: Server;
  let issuerUrl: string;
  let folder: string;
  let tokens: StaticToken[];
  const audit: AuditEntry[] = [];
  const stop = new AbortController();
  const issuerKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const authorities = () => parseAuthorities(TEST_AUTHORITY);

  beforeAll(async () => {
    const jwk = { ...(await exportJWK(issuerKeys.publicKey)), kid: 'k1', alg: 'RS256' };
    issuer = createServer(SERVER_CERTIFICATE, (incoming, answer) => {
      const documents: Record<string, object> = {
        '/.well-known/openid-configuration': { issuer: issuerUrl, jwks_uri: `${issuerUrl}/keys` },
        '/keys': { keys: [jwk] },
      };
      answer.end(JSON.stringify(documents[incoming.url ?? ''] ?? {}));
    });
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    issuerUrl = `https://127.0.0.1:${(issuer.address() as AddressInfo).port}`;
    folder = await mkdtemp(join(tmpdir(), 'porch-auth-'));

    const store = new InMemoryObjectStore();
    const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const serviceAccountTokens = createServiceAccountTokens({
      key,
      issuer: 'https://porch',
      store,
      clock: systemClock,
    });
    tokens = [
      { token: ADMIN_TOKEN, user: { name: 'admin', groups: [MASTERS_GROUP] } },
      ...['bob', 'carol'].map((name) => ({ token: `${name}-token`, user: { name, groups: ['developers'] } })),
    ];
    const rbac = createRbacAuthorizer({ store, signal: stop.signal });
    server = await startTestServer({
      store,
      serviceAccountTokens,
      forbidSelfApproval: true,
      audit: (entry) => audit.push(entry),
      authorizer: createMastersAuthorizer(rbac),
      authenticators: [
        createRequestHeaderAuthenticator({
          authorities,
          allowedNames: ['front-proxy'],
          usernameHeaders: ['X-Remote-User'],
          groupHeaders: ['X-Remote-Group'],
          extraHeaderPrefixes: ['X-Remote-Extra-'],
          clock: systemClock,
        }),
        createCertificateAuthenticator({ authorities, clock: systemClock }),
        createTokenAuthenticator(() => tokens),
        serviceAccountTokens,
        createOidcAuthenticator({
          issuerUrl,
          clientId: ISSUER_CLIENT,
          usernameClaim: 'email',
          groupsClaim: 'groups',
          groupsPrefix: 'oidc:',
          requiredClaims: { tenant: 'one' },
          certificateAuthority: () => TEST_AUTHORITY,
          clock: systemClock,
        }),
      ],
    });
    ({ url } = await server.api.listen({
      host: '127.0.0.1',
      port: 0,
      tls: { ...SERVER_CERTIFICATE, requestCertificate: true },
    }));
  });
  afterAll(async () => {
    stop.abort();
    await server.close();
    await new Promise((resolve) => issuer.close(resolve));
    await rm(folder, { recursive: true });
  });

  /** What SelfSubjectReview says of the sender; the status code when it is refused. */
  function whoAmI(headers: Record<string, string>, certificate?: { cert: string; key: string }): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const post = request(
        `${url}/apis/authentication.k8s.io/v1/selfsubjectreviews`,
        { method: 'POST', headers, ca: TEST_AUTHORITY, agent: false, ...certificate },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => {
            const body = JSON.parse(text) as { status?: { userInfo?: unknown } };
            resolve(response.statusCode === 201 ? body.status?.userInfo : response.statusCode);
          });
        },
      );
      post.on('error', reject);
      post.end('{}');
    });
  }
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
  const as = async (user: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    server.request(method, path, body, { ...bearer(`${user}-token`), ...headers });
  const admin = async (path: string, body: unknown) => {
    const response = await server.request('POST', path, body);
    expect(await response.json()).not.toMatchObject({ status: 'Failure' });
  };

  it('leaves open what tells nothing, and nothing else', async () => {
    const anonymous = (path: string) => fetch(`${server.listening.url}${path}`);
    for (const path of ['/healthz', '/livez', '/readyz', '/version']) expect((await anonymous(path)).status).toBe(200);
    for (const path of ['/', '/api', '/apis', '/metrics', '/openapi/v3', '/healthz/x', '/version/x', CONFIG_MAPS]) {
      const response = await anonymous(path);
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ kind: 'Status', reason: 'Unauthorized', code: 401 });
    }
  });

  it('knows client certificates of its authority only', async () => {
    expect(await whoAmI({}, CLIENT_CERTIFICATE)).toEqual({
      username: 'alice',
      groups: ['developers', 'reviewers', 'system:authenticated'],
    });
    expect(await whoAmI({}, STRANGER_CERTIFICATE)).toBe(401);
    expect(await whoAmI({}, SERVER_CERTIFICATE)).toBe(401);
  });

  it('believes headers of front proxies only', async () => {
    const headers = { 'X-Remote-User': 'dave', 'X-Remote-Group': 'ops', 'X-Remote-Extra-Scopes': 'a' };
    expect(await whoAmI(headers, FRONT_PROXY_CERTIFICATE)).toEqual({
      username: 'dave',
      groups: ['ops', 'system:authenticated'],
      extra: { scopes: ['a'] },
    });
    expect(await whoAmI(headers)).toBe(401);
    expect(await whoAmI(headers, STRANGER_CERTIFICATE)).toBe(401);
    expect(await whoAmI(headers, CLIENT_CERTIFICATE)).toMatchObject({ username: 'alice' });
  });

  it('knows ID tokens of its issuer, and no forged ones', async () => {
    const claims = { email: 'erin@example.com', groups: ['devs'], tenant: 'one' };
    const sign = (
      payload: object,
      change: (token: SignJWT) => SignJWT = (token) => token,
      key = issuerKeys.privateKey,
    ) =>
      change(
        new SignJWT({ ...payload })
          .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
          .setIssuer(issuerUrl)
          .setAudience(ISSUER_CLIENT)
          .setExpirationTime('5m'),
      ).sign(key);
    expect(await whoAmI(bearer(await sign(claims)))).toEqual({
      username: 'erin@example.com',
      groups: ['oidc:devs', 'system:authenticated'],
    });
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const none = `${part({ alg: 'none' })}.${part({ ...claims, iss: issuerUrl, aud: ISSUER_CLIENT, exp: 9999999999 })}.`;
    const refused = [
      await sign(claims, undefined, other),
      await sign(claims, (token) => token.setExpirationTime('-5m')),
      await sign(claims, (token) => token.setAudience('another')),
      await sign(claims, (token) => token.setIssuer('https://elsewhere')),
      await sign({ ...claims, tenant: 'two' }),
      await sign({ groups: ['devs'], tenant: 'one' }),
      await sign({ ...claims, email_verified: false }),
      none,
    ];
    for (const token of refused) expect(await whoAmI(bearer(token))).toBe(401);
  });

  it('gives service accounts tokens that end with the account', async () => {
    await admin('/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'robot' } });
    const path = '/api/v1/namespaces/default/serviceaccounts/robot';
    const account = (await (await server.request('GET', path)).json()) as { metadata: { uid: string } };
    const answer = await server.request('POST', `${path}/token`, { spec: { expirationSeconds: 900 } });
    expect(answer.status).toBe(201);
    const { status } = (await answer.json()) as { status: { token: string } };
    expect(await whoAmI(bearer(status.token))).toEqual({
      username: 'system:serviceaccount:default:robot',
      uid: account.metadata.uid,
      groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
    });
    await server.request('DELETE', path);
    expect(await whoAmI(bearer(status.token))).toBe(401);
    expect((await server.request('POST', `${path}/token`, {})).status).toBe(404);
  });

  it('reads token files again when they change', async () => {
    const path = join(folder, 'tokens.csv');
    await writeFile(path, 'secret1,frank,1,"a,b"\n');
    let now = 0;
    const clock = { ...systemClock, now: () => new Date(now) };
    const read = createReloadedFile(path, parseTokenFile, clock, () => undefined);
    expect(read()).toEqual([{ token: 'secret1', user: { name: 'frank', uid: '1', groups: ['a', 'b'] } }]);
    await writeFile(path, '# comment\nsecret2,grace,2\n');
    now += 2000;
    expect(read()).toEqual([{ token: 'secret2', user: { name: 'grace', uid: '2', groups: [] } }]);
    await writeFile(path, 'broken line without a user\n');
    now += 2000;
    expect(read()).toMatchObject([{ token: 'secret2' }]);
  });

  it('makes the chain that settings ask for, and names files that cannot be read', async () => {
    const path = join(folder, 'chain.csv');
    const authority = join(folder, 'ca.crt');
    await writeFile(path, 'secret3,ivan,3\n');
    await writeFile(authority, TEST_AUTHORITY);
    const settings = { clock: systemClock, onError: () => undefined };
    const chain = createAuthenticatorChain({ ...settings, tokenAuthFile: path, clientCaFile: authority });
    const shown = { headers: bearer('secret3'), rawHeaders: [], certificate: undefined };
    const found = await Promise.all(chain.map((authenticator) => authenticator.authenticate(withLowerCase(shown))));
    expect(found).toEqual([undefined, { user: { name: 'ivan', uid: '3', groups: [] } }]);
    expect(() => createAuthenticatorChain({ ...settings, tokenAuthFile: join(folder, 'missing') })).toThrow('missing');
    expect(() => createAuthenticatorChain({ ...settings, clientCaFile: path })).toThrow('no certificate');
  });

  it('evaluates roles and bindings as Kubernetes does', async () => {
    const refused = await as('bob', 'GET', CONFIG_MAPS);
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({
      reason: 'Forbidden',
      message:
        'configmaps is forbidden: User "bob" cannot list resource "configmaps" in API group "" in the namespace "default"',
    });
    await admin(`${RBAC}/namespaces/default/roles`, {
      metadata: { name: 'reader' },
      rules: [
        { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['configmaps'] },
        { verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: ['one'] },
      ],
    });
    await admin(`${RBAC}/namespaces/default/rolebindings`, {
      metadata: { name: 'readers' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'User', name: 'bob' }],
    });
    expect((await as('bob', 'GET', CONFIG_MAPS)).status).toBe(200);
    expect((await as('bob', 'GET', '/api/v1/configmaps')).status).toBe(403);
    expect((await as('bob', 'POST', CONFIG_MAPS, { metadata: { name: 'c' } })).status).toBe(403);
    expect((await as('bob', 'GET', '/api/v1/namespaces/default/secrets/one')).status).toBe(404);
    expect((await as('bob', 'GET', '/api/v1/namespaces/default/secrets/two')).status).toBe(403);
    expect((await as('bob', 'GET', '/apis/no.such/v1/things')).status).toBe(403);
    expect((await as('carol', 'GET', CONFIG_MAPS)).status).toBe(403);
    expect((await as('bob', 'GET', '/metrics')).status).toBe(403);
  });

  it('keeps approval a right of its own, and from those who proposed', async () => {
    const rule = (resources: string[]) => ({ verbs: ['*'], apiGroups: ['porch.kpt.dev'], resources });
    for (const [name, resources] of [
      ['author', ['packagerevisions']],
      ['approver', ['packagerevisions/approval']],
    ] as const) {
      await admin(`${RBAC}/clusterroles`, { metadata: { name }, rules: [rule([...resources])] });
    }
    const bind = (name: string, role: string, user: string) =>
      admin(`${RBAC}/namespaces/default/rolebindings`, {
        metadata: { name },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
        subjects: [{ kind: 'User', name: user }],
      });
    await bind('bob-author', 'author', 'bob');
    const merge = { 'Content-Type': 'application/merge-patch+json' };
    const lifecycle = (value: string) => ({ spec: { lifecycle: value } });
    const path = `${REVISIONS}/r.p.w`;
    expect(
      (await as('bob', 'POST', REVISIONS, { spec: { repository: 'r', packageName: 'p', workspaceName: 'w' } })).status,
    ).toBe(201);
    const forged = { ...lifecycle('Proposed'), metadata: { annotations: { 'porch.kpt.dev/proposed-by': 'carol' } } };
    const proposed = await as('bob', 'PATCH', path, forged, merge);
    expect(await proposed.json()).toMatchObject({ metadata: { annotations: { 'porch.kpt.dev/proposed-by': 'bob' } } });
    expect((await as('bob', 'PATCH', `${path}/approval`, lifecycle('Published'), merge)).status).toBe(403);
    await bind('bob-approver', 'approver', 'bob');
    await bind('carol-approver', 'approver', 'carol');
    const own = await as('bob', 'PATCH', `${path}/approval`, lifecycle('Published'), merge);
    expect(own.status).toBe(403);
    expect(((await own.json()) as { message: string }).message).toContain(
      'may not be approved by the user who proposed it',
    );
    expect((await as('carol', 'PATCH', `${path}/approval`, lifecycle('Published'), merge)).status).toBe(200);
  });

  it('lets nobody grant what they do not have', async () => {
    await admin(`${RBAC}/clusterroles`, {
      metadata: { name: 'role-maker' },
      rules: [{ verbs: ['*'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'] }],
    });
    // `bind` and `escalate` are verbs too; only named ones leave the check in force.
    const response = await server.request(
      'PATCH',
      `${RBAC}/clusterroles/role-maker`,
      {
        rules: [
          {
            verbs: ['create', 'update'],
            apiGroups: ['rbac.authorization.k8s.io'],
            resources: ['roles', 'rolebindings'],
          },
        ],
      },
      { 'Content-Type': 'application/merge-patch+json' },
    );
    expect(response.status).toBe(200);
    await admin(`${RBAC}/namespaces/default/rolebindings`, {
      metadata: { name: 'carol-makes-roles' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'role-maker' },
      subjects: [{ kind: 'User', name: 'carol' }],
    });
    const roles = `${RBAC}/namespaces/default/roles`;
    const role = (name: string, verbs: string[], apiGroup: string, resource: string) => ({
      metadata: { name },
      rules: [{ verbs, apiGroups: [apiGroup], resources: [resource] }],
    });
    expect(
      (await as('carol', 'POST', roles, role('mine', ['get'], 'porch.kpt.dev', 'packagerevisions/approval'))).status,
    ).toBe(201);
    const beyond = await as('carol', 'POST', roles, role('more', ['get'], '', 'secrets'));
    expect(beyond.status).toBe(403);
    expect(((await beyond.json()) as { message: string }).message).toContain(
      'attempting to grant RBAC permissions not currently held',
    );
    const bind = await as('carol', 'POST', `${RBAC}/namespaces/default/rolebindings`, {
      metadata: { name: 'admin-me' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'User', name: 'carol' }],
    });
    expect(bind.status).toBe(403);
  });

  it('impersonates by right only', async () => {
    const target = { 'Impersonate-User': 'heidi', 'Impersonate-Group': 'qa' };
    expect(await whoAmI({ ...bearer(ADMIN_TOKEN), ...target })).toEqual({
      username: 'heidi',
      groups: ['qa', 'system:authenticated'],
    });
    expect(await whoAmI({ ...bearer('bob-token'), ...target })).toBe(403);
    expect(await whoAmI({ ...bearer(ADMIN_TOKEN), 'Impersonate-Group': 'qa' })).toBe(400);
  });

  it('impersonates a UID, and nobody unknown as somebody known', async () => {
    const heidi = { ...bearer(ADMIN_TOKEN), 'Impersonate-User': 'heidi' };
    expect(await whoAmI({ ...heidi, 'Impersonate-Uid': '7' })).toEqual({
      username: 'heidi',
      uid: '7',
      groups: ['system:authenticated'],
    });
    expect(await whoAmI({ ...bearer(ADMIN_TOKEN), 'Impersonate-Uid': '7' })).toBe(400);
    const anonymous = { ...bearer(ADMIN_TOKEN), 'Impersonate-User': 'system:anonymous' };
    expect(await whoAmI({ ...anonymous, 'Impersonate-Group': 'system:unauthenticated' })).toBe(403);
    expect(await whoAmI({ ...heidi, 'Impersonate-Group': 'system:unauthenticated' })).toBe(403);
  });

  it('says of discovery what it does: that all who are known may read it', async () => {
    const may = async (path: string) => {
      const spec = { nonResourceAttributes: { path, verb: 'get' } };
      const review = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
      const answer = (await (await as('bob', 'POST', review, { spec })).json()) as { status: { allowed: boolean } };
      const { status } = await as('bob', 'GET', path);
      expect([path, status]).toEqual([path, answer.status.allowed ? 200 : 403]);
      return answer.status.allowed;
    };
    for (const path of ['/', '/api', '/api/v1', '/apis/porch.kpt.dev', '/openapi/v3', '/version', '/readyz']) {
      expect(await may(path)).toBe(true);
    }
    expect(await may('/metrics')).toBe(false);
  });

  it('answers questions about rights', async () => {
    const ask = async (user: string, kind: string, spec: object) => {
      const plural = `${kind.toLowerCase()}s`;
      const response = await as(user, 'POST', `/apis/authorization.k8s.io/v1/${plural}`, { spec });
      return ((await response.json()) as { status: unknown }).status;
    };
    const attributes = { namespace: 'default', verb: 'list', resource: 'configmaps' };
    expect(await ask('bob', 'SelfSubjectAccessReview', { resourceAttributes: attributes })).toEqual({ allowed: true });
    expect(
      await ask('bob', 'SelfSubjectAccessReview', { resourceAttributes: { ...attributes, verb: 'create' } }),
    ).toEqual({ allowed: false });
    expect(await ask('bob', 'SelfSubjectRulesReview', { namespace: 'default' })).toMatchObject({
      incomplete: false,
      resourceRules: expect.arrayContaining([
        { verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['configmaps'] },
      ]) as unknown[],
    });
    const other = await server.request('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      spec: { user: 'bob', resourceAttributes: attributes },
    });
    expect(await other.json()).toMatchObject({ status: { allowed: true } });
    const token = await server.request('POST', '/apis/authentication.k8s.io/v1/tokenreviews', {
      spec: { token: 'bob-token' },
    });
    expect(await token.json()).toMatchObject({ status: { authenticated: true, user: { username: 'bob' } } });
    const unknown = await server.request('POST', '/apis/authentication.k8s.io/v1/tokenreviews', {
      spec: { token: 'x' },
    });
    expect(await unknown.json()).toMatchObject({ status: { authenticated: false } });
  });

  it('leaves an audit line of every write, without its contents', async () => {
    audit.length = 0;
    await server.request('POST', '/api/v1/namespaces/default/secrets', {
      metadata: { name: 'login' },
      stringData: { password: 'hunter2' },
    });
    await as('bob', 'DELETE', `${CONFIG_MAPS}/c`);
    await as('bob', 'GET', CONFIG_MAPS);
    await as('bob', 'DELETE', CONFIG_MAPS);
    expect(audit).toMatchObject([
      {
        user: 'admin',
        verb: 'create',
        resource: 'secrets',
        namespace: 'default',
        name: 'login',
        code: 201,
        dryRun: false,
      },
      { user: 'bob', verb: 'delete', resource: 'configmaps', name: 'c', code: 403, reason: 'Forbidden' },
      { user: 'bob', verb: 'deletecollection', resource: 'configmaps', code: 403 },
    ]);
    expect(JSON.stringify(audit)).not.toContain('hunter2');
  });

  it('lets nobody make up labels of metrics', async () => {
    expect((await as('bob', 'GET', '/api/v1/namespaces/default/inventions')).status).toBe(403);
    expect((await as('bob', 'GET', '/apis/example.com/v1/inventions')).status).toBeGreaterThanOrEqual(403);
    const metrics = await (await server.request('GET', '/metrics')).text();
    expect(metrics).toMatch(/requests_total\{method="GET",resource="none",code="403"\}/);
    expect(metrics).not.toContain('inventions');
  });

  it('ends a watch when the credential expires', async () => {
    const tokenFor = (seconds: number) =>
      new SignJWT({ email: 'erin@example.com', groups: ['watchers'], tenant: 'one' })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .setIssuer(issuerUrl)
        .setAudience(ISSUER_CLIENT)
        .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
        .sign(issuerKeys.privateKey);
    await admin(`${RBAC}/clusterrolebindings`, {
      metadata: { name: 'watchers' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'Group', name: 'oidc:watchers' }],
    });
    const watch = async (seconds: number) =>
      server.request('GET', `${CONFIG_MAPS}?watch=1`, undefined, bearer(await tokenFor(seconds)));
    let response = await watch(2);
    // On a slow machine it has expired before it is looked at.
    for (let seconds = 4; response.status === 401 && seconds < 100; seconds *= 2) response = await watch(seconds);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});
