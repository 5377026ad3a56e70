import { startTestServer, type TestServer } from './testing/test-server';

interface Answer {
  status: number;
  body: {
    kind: string;
    message: string;
    reason: string;
    metadata: Record<string, unknown> & {
      name: string;
      resourceVersion: string;
      uid: string;
      generation: number;
      finalizers?: string[];
      continue?: string;
    };
    items: { metadata: { name: string } }[];
    [field: string]: unknown;
  };
  warning: string | null;
}

describe('stored objects', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startTestServer();
  });
  afterEach(() => server.close());

  const REPOSITORIES = '/apis/config.porch.kpt.dev/v1alpha1/namespaces/default/repositories';
  const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
  const call = async (
    method: string,
    path: string,
    body?: unknown,
    contentType = 'application/json',
  ): Promise<Answer> => {
    const response = await server.request(method, path, body, { 'Content-Type': contentType });
    return {
      status: response.status,
      body: (await response.json()) as Answer['body'],
      warning: response.headers.get('warning'),
    };
  };
  const merge = (path: string, patch: unknown) => call('PATCH', path, patch, 'application/merge-patch+json');
  const repository = (name: string, spec: object = {}, metadata: object = {}) => ({
    metadata: { name, ...metadata },
    spec: { type: 'git', git: { repo: `https://git.example/${name}.git` }, ...spec },
  });

  it('completes what the server decides and nothing the client may not', async () => {
    const { status, body } = await call('POST', REPOSITORIES, {
      ...repository('a'),
      metadata: { name: 'a', uid: 'mine', creationTimestamp: null, deletionTimestamp: null },
      status: { packageCount: 7 },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      apiVersion: 'config.porch.kpt.dev/v1alpha1',
      kind: 'Repository',
      metadata: { name: 'a', namespace: 'default', generation: 1 },
      spec: { content: 'Package', git: { branch: 'main' } },
    });
    expect(body.metadata.uid).not.toBe('mine');
    expect(body).not.toHaveProperty('status');
  });

  it('makes names from generateName and refuses objects without either', async () => {
    const { body } = await call('POST', CONFIG_MAPS, { metadata: { generateName: 'log-' } });
    expect(body.metadata.name).toMatch(/^log-[a-z0-9]{5}$/);
    const nameless = await call('POST', CONFIG_MAPS, { metadata: {} });
    expect(nameless).toMatchObject({
      status: 422,
      body: { reason: 'Invalid', message: expect.stringContaining('name or generateName is required') as string },
    });
  });

  it('stores no repository without a spec, which would say nothing', async () => {
    const { status, body } = await call('POST', REPOSITORIES, { ...repository('empty'), spec: undefined });
    expect([status, body.message]).toEqual([422, expect.stringContaining('spec: Required value')]);
    await call('POST', REPOSITORIES, repository('empty'));
    expect((await merge(`${REPOSITORIES}/empty`, { spec: null })).status).toBe(422);
  });

  it('counts generations by changes of the desired state only', async () => {
    await call('POST', REPOSITORIES, repository('a'));
    expect((await merge(`${REPOSITORIES}/a`, { metadata: { labels: { x: 'y' } } })).body.metadata.generation).toBe(1);
    expect((await merge(`${REPOSITORIES}/a/status`, { status: { packageCount: 3 } })).body.metadata.generation).toBe(1);
    expect((await merge(`${REPOSITORIES}/a`, { spec: { description: 'd' } })).body.metadata.generation).toBe(2);
  });

  it('keeps status and the rest apart', async () => {
    await call('POST', REPOSITORIES, repository('a'));
    const viaStatus = await merge(`${REPOSITORIES}/a/status`, {
      spec: { description: 'no' },
      status: { packageCount: 3 },
    });
    expect(viaStatus.body['spec']).not.toHaveProperty('description');
    const viaMain = await merge(`${REPOSITORIES}/a`, { spec: { description: 'yes' }, status: { packageCount: 9 } });
    expect(viaMain.body).toMatchObject({ spec: { description: 'yes' }, status: { packageCount: 3 } });
  });

  it('writes nothing when nothing changes', async () => {
    const { body } = await call('POST', REPOSITORIES, repository('a'));
    const again = await merge(`${REPOSITORIES}/a`, { spec: { type: 'git' } });
    expect(again.body.metadata.resourceVersion).toBe(body.metadata.resourceVersion);
  });

  it('locks optimistically', async () => {
    const { body } = await call('POST', REPOSITORIES, repository('a'));
    await merge(`${REPOSITORIES}/a`, { spec: { description: 'd' } });
    const stale = await call('PUT', `${REPOSITORIES}/a`, { ...repository('a'), metadata: body.metadata });
    expect(stale).toMatchObject({
      status: 409,
      body: {
        reason: 'Conflict',
        message:
          'Operation cannot be fulfilled on repositories.config.porch.kpt.dev "a": the object has been modified; please apply your changes to the latest version and try again',
      },
    });
    const blind = await call('PUT', `${REPOSITORIES}/a`, repository('a'));
    expect(blind).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('must be specified for an update') as string },
    });
    await call('POST', CONFIG_MAPS, { metadata: { name: 'c' } });
    expect((await call('PUT', `${CONFIG_MAPS}/c`, { metadata: { name: 'c' }, data: { a: 'b' } })).status).toBe(200);
  });

  it.each([
    ['POST', CONFIG_MAPS, { metadata: { name: 'c', namespace: 'other' } }, 400],
    ['PUT', `${CONFIG_MAPS}/c`, { metadata: { name: 'd' } }, 400],
    ['PUT', `${CONFIG_MAPS}/missing`, { metadata: { name: 'missing' } }, 404],
    ['POST', '/api/v1/namespaces/nowhere/configmaps', { metadata: { name: 'c' } }, 404],
    ['POST', CONFIG_MAPS, { apiVersion: 'v2', metadata: { name: 'c' } }, 400],
    ['POST', CONFIG_MAPS, { kind: 'Secret', metadata: { name: 'c' } }, 400],
    ['POST', CONFIG_MAPS, { metadata: { name: 'c' }, data: { a: 1 } }, 400],
    ['POST', CONFIG_MAPS, { metadata: { name: 'Upper' } }, 422],
    ['POST', CONFIG_MAPS, { metadata: { name: 'c', labels: { 'bad key': 'x' } } }, 422],
    ['POST', CONFIG_MAPS, { metadata: { name: 'c' }, data: { 'a/b': 'x' } }, 422],
    ['POST', '/api/v1/configmaps', { metadata: { name: 'c' } }, 405],
    ['POST', `${CONFIG_MAPS}/c`, { metadata: { name: 'c' } }, 405],
    ['DELETE', `${CONFIG_MAPS}/missing`, undefined, 404],
    ['GET', `${CONFIG_MAPS}/c/scale`, undefined, 404],
    ['GET', '/apis/apps/v9/deployments', undefined, 404],
    ['GET', `${CONFIG_MAPS}?labelSelector=a%20b%20c`, undefined, 400],
    ['GET', `${CONFIG_MAPS}?fieldSelector=spec.x%3D1`, undefined, 400],
    ['GET', `${CONFIG_MAPS}?limit=many`, undefined, 400],
    ['GET', `${CONFIG_MAPS}?continue=forged`, undefined, 400],
    ['POST', `${CONFIG_MAPS}?dryRun=Some`, { metadata: { name: 'c' } }, 400],
  ])('answers %s %s with the code that says what is wrong', async (method, path, body, code) => {
    const answer = await call(method, path, body);
    expect(answer.status).toBe(code);
    expect(answer.body).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code });
  });

  it('names each broken rule of a repository', async () => {
    const { status, body } = await call('POST', REPOSITORIES, {
      metadata: { name: 'Bad_Name' },
      spec: { type: 'svn', content: 'Function', git: { branch: '' } },
    });
    expect(status).toBe(422);
    expect((body['details'] as { causes: { field: string }[] }).causes.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['metadata.name', 'spec.type', 'spec.content', 'spec.git.repo', 'spec.git.branch']),
    );
    expect(body.message).toContain("The 'content' field is deprecated, its only valid value is 'Package'");
    expect(body.message).toContain('metadata.name must conform to the RFC1123 DNS label standard');
  });

  it.each([
    ['https://git.example/a.git', '/', 'https://git.example/a.git', 'sub', 'default', 400],
    ['https://git.example/a.git', '/x', 'https://git.example/a.git', 'x/', 'default', 400],
    ['https://git.example/a.git', '/x', 'https://git.example/a.git', 'x', 'team', 201],
    ['https://git.example/a.git', '/x', 'https://git.example/a.git', 'xy', 'default', 201],
    ['https://git.example/a.git', '/x', 'https://git.example/a.git', 'x/y', 'team', 400],
    ['https://git.example/a.git', '/', 'https://git.example/b.git', '/', 'default', 201],
  ])('lets %s %s and then %s %s in %s get %i', async (url, directory, otherUrl, otherDirectory, namespace, code) => {
    await call('POST', '/api/v1/namespaces', { metadata: { name: 'team' } });
    await call('POST', REPOSITORIES, repository('first', { git: { repo: url, directory } }));
    const path = REPOSITORIES.replace('default', namespace);
    const second = await call(
      'POST',
      path,
      repository('second', { git: { repo: otherUrl, directory: otherDirectory } }),
    );
    expect(second.status).toBe(code);
    if (code === 201) return;
    expect(second.body).toMatchObject({
      reason: 'RepositoryConflict',
      message:
        'admission webhook "porchrepositorywebhook.nephio.org" denied the request: Repository conflict with existing repository: default/first',
    });
  });

  it("asks the server's own rules about a repository", async () => {
    await server.close();
    server = await startTestServer({
      validateRepository: () => [
        { reason: 'FieldValueForbidden', field: 'spec.git.repo', message: 'Forbidden: not there' },
      ],
    });
    const { status, body } = await call('POST', REPOSITORIES, repository('a'));
    expect(status).toBe(422);
    expect(body.message).toBe('Repository.config.porch.kpt.dev "a" is invalid: spec.git.repo: Forbidden: not there');
  });

  it('treats unknown fields as asked', async () => {
    const odd = { ...repository('a'), spec: { ...repository('a').spec, colour: 'red' } };
    const strict = await call('POST', `${REPOSITORIES}?fieldValidation=Strict`, odd);
    expect(strict).toMatchObject({
      status: 400,
      body: {
        message:
          'Repository in version "v1alpha1" cannot be handled as a Repository: strict decoding error: unknown field "spec.colour"',
      },
    });
    const ignored = await call('POST', `${REPOSITORIES}?fieldValidation=Ignore&dryRun=All`, odd);
    expect(ignored).toMatchObject({ status: 201, warning: null });
    const warned = await call('POST', REPOSITORIES, odd);
    expect(warned).toMatchObject({ status: 201, warning: '299 - "unknown field \\"spec.colour\\""' });
    expect(warned.body['spec']).not.toHaveProperty('colour');
  });

  it('changes nothing in a dry run', async () => {
    expect((await call('POST', `${CONFIG_MAPS}?dryRun=All`, { metadata: { name: 'c' } })).status).toBe(201);
    expect((await call('GET', `${CONFIG_MAPS}/c`)).status).toBe(404);
    await call('POST', CONFIG_MAPS, { metadata: { name: 'c' } });
    expect((await call('POST', `${CONFIG_MAPS}?dryRun=All`, { metadata: { name: 'c' } })).status).toBe(409);
    expect((await merge(`${CONFIG_MAPS}/c?dryRun=All`, { data: { a: 'b' } })).body['data']).toEqual({ a: 'b' });
    expect((await call('DELETE', `${CONFIG_MAPS}/c`, { dryRun: ['All'] })).status).toBe(200);
    expect((await call('GET', `${CONFIG_MAPS}/c`)).body).not.toHaveProperty('data');
  });

  it('keeps what finalizers hold until the last is gone', async () => {
    await call('POST', CONFIG_MAPS, { metadata: { name: 'c', finalizers: ['example.com/hold'] } });
    const held = await call('DELETE', `${CONFIG_MAPS}/c`);
    expect(held.body).toMatchObject({
      kind: 'ConfigMap',
      metadata: { deletionTimestamp: expect.any(String) as string },
    });
    const added = await merge(`${CONFIG_MAPS}/c`, {
      metadata: { finalizers: ['example.com/hold', 'example.com/more'] },
    });
    expect(added.status).toBe(422);
    const patch = [{ op: 'remove', path: '/metadata/finalizers' }];
    expect((await call('PATCH', `${CONFIG_MAPS}/c`, patch, 'application/json-patch+json')).status).toBe(200);
    expect((await call('GET', `${CONFIG_MAPS}/c`)).status).toBe(404);
  });

  it('adds the finalizers of foreground and orphan deletion, and honours preconditions', async () => {
    const { body } = await call('POST', CONFIG_MAPS, { metadata: { name: 'c' } });
    const wrong = await call('DELETE', `${CONFIG_MAPS}/c`, { preconditions: { uid: 'other' } });
    expect(wrong).toMatchObject({
      status: 409,
      body: { message: expect.stringContaining('UID in precondition: other') as string },
    });
    const held = await call('DELETE', `${CONFIG_MAPS}/c`, {
      propagationPolicy: 'Foreground',
      preconditions: { uid: body.metadata.uid },
    });
    expect(held.body.metadata.finalizers).toEqual(['foregroundDeletion']);
    await call('POST', CONFIG_MAPS, { metadata: { name: 'd' } });
    expect((await call('DELETE', `${CONFIG_MAPS}/d?propagationPolicy=Orphan`)).body.metadata.finalizers).toEqual([
      'orphan',
    ]);
    await call('POST', CONFIG_MAPS, { metadata: { name: 'e' } });
    expect((await call('DELETE', `${CONFIG_MAPS}/e`)).body).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'e', kind: 'configmaps' },
    });
  });

  it('deletes many by selector', async () => {
    for (const [name, team] of [
      ['a', 'red'],
      ['b', 'blue'],
      ['c', 'red'],
    ] as const) {
      await call('POST', CONFIG_MAPS, { metadata: { name, labels: { team } } });
    }
    const { body } = await call('DELETE', `${CONFIG_MAPS}?labelSelector=team%3Dred`);
    expect(body.items.map(({ metadata }) => metadata.name)).toEqual(['a', 'c']);
    expect((await call('GET', CONFIG_MAPS)).body.items.map(({ metadata }) => metadata.name)).toEqual(['b']);
  });

  it('marks namespaces as terminating and lets nothing in any more', async () => {
    const created = await call('POST', '/api/v1/namespaces', { metadata: { name: 'team' } });
    expect(created.body).toMatchObject({ spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } });
    const path = '/api/v1/namespaces/team';
    expect((await call('DELETE', path)).body).toMatchObject({ kind: 'Namespace', status: { phase: 'Terminating' } });
    const late = await call('POST', `${path}/configmaps`, { metadata: { name: 'c' } });
    expect(late).toMatchObject({
      status: 403,
      body: {
        message:
          'configmaps "c" is forbidden: unable to create new content in namespace team because it is being terminated',
      },
    });
    await call('PUT', `${path}/finalize`, { metadata: { name: 'team' }, spec: {} });
    expect((await call('GET', path)).status).toBe(404);
  });

  it.each([
    ['kubernetes.io/basic-auth', {}, ['data[username]', 'data[password]']],
    ['kubernetes.io/basic-auth', { username: 'dQ==' }, []],
    ['kubernetes.io/tls', { 'tls.crt': '' }, ['data[tls.key]']],
    ['kubernetes.io/ssh-auth', {}, ['data[ssh-privatekey]']],
    ['kubernetes.io/dockerconfigjson', {}, ['data[.dockerconfigjson]']],
    ['kubernetes.io/service-account-token', {}, ['metadata.annotations[kubernetes.io/service-account.name]']],
    ['Opaque', { big: Buffer.alloc(1024 * 1024 + 1).toString('base64') }, ['data']],
    ['Opaque', { big: Buffer.alloc(1024 * 1024).toString('base64') }, []],
  ])('asks of a secret of type %s what such a secret needs', async (type, data, missing) => {
    const { body } = await call('POST', '/api/v1/namespaces/default/secrets', { metadata: { name: 's' }, type, data });
    const causes = (body['details'] as { causes?: { field: string }[] } | undefined)?.causes ?? [];
    expect(causes.map(({ field }) => field)).toEqual(missing);
  });

  it('folds stringData into data, and keeps immutable secrets as they are', async () => {
    const SECRETS = '/api/v1/namespaces/default/secrets';
    const { body } = await call('POST', SECRETS, {
      metadata: { name: 's' },
      stringData: { password: 'p' },
      immutable: true,
    });
    expect(body).toMatchObject({ data: { password: 'cA==' }, type: 'Opaque' });
    expect(body).not.toHaveProperty('stringData');
    expect((await merge(`${SECRETS}/s`, { data: { password: 'eA==' } })).status).toBe(422);
    expect((await call('POST', SECRETS, { metadata: { name: 't' }, data: { a: 'not base64!' } })).status).toBe(422);
  });

  it('completes deployments as Kubernetes does, since kubectl cannot describe them otherwise', async () => {
    const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
    const template = { spec: { containers: [{ name: 'c', image: 'i' }] } };
    const { body } = await call('POST', DEPLOYMENTS, { metadata: { name: 'd' }, spec: { template, strategy: {} } });
    expect(body['spec']).toEqual({
      template,
      replicas: 1,
      strategy: { type: 'RollingUpdate' },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    });
    const stopped = await call('POST', DEPLOYMENTS, { metadata: { name: 'none' }, spec: { replicas: 0 } });
    expect(stopped.body['spec']).toMatchObject({ replicas: 0, strategy: { type: 'RollingUpdate' } });
  });

  it('says of package variants that nobody acts on them', async () => {
    const { body } = await call('POST', '/apis/config.porch.kpt.dev/v1alpha1/namespaces/default/packagevariants', {
      metadata: { name: 'v' },
      spec: {},
    });
    expect(body['status']).toMatchObject({
      conditions: [{ type: 'Stalled', status: 'True', reason: 'ControllerNotRunning' }],
    });
  });

  it('serves YAML bodies and partial metadata', async () => {
    const created = await call(
      'POST',
      CONFIG_MAPS,
      'metadata: {name: y}\ndata: {k: "2026-01-01"}\n',
      'application/yaml',
    );
    expect(created.body['data']).toEqual({ k: '2026-01-01' });
    const accept = { Accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' };
    const list = (await (await server.request('GET', CONFIG_MAPS, undefined, accept)).json()) as object;
    expect(list).toMatchObject({
      kind: 'PartialObjectMetadataList',
      items: [{ kind: 'PartialObjectMetadata', metadata: { name: 'y' } }],
    });
    expect(JSON.stringify(list)).not.toContain('"data"');
  });
});
