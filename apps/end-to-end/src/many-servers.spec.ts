import { isPorchError, type PackageRevisionObject } from '@porch/api';
import { namespaces } from '@porch/client';
import { CONFORMANCE, describeNeeding, POSTGRESQL } from './support/describe-needing';
import { credentials, type GitServer, startGitServer } from './support/git-server';
import { PATIENCE } from './support/patience';
import { PorchApi } from './support/porch-api';
import { PorchServer } from './support/porch-server';
import { type PostgresServer, startPostgres } from '@porch/store/testing';
import { succeed } from './support/run-program';
import { WatchLog } from './support/watch-log';

const versionOf = ({ metadata }: PackageRevisionObject) => Number(metadata.resourceVersion);

describeNeeding([CONFORMANCE, POSTGRESQL], 'two servers on one PostgreSQL and one git remote', () => {
  let git: GitServer;
  let postgres: PostgresServer;
  let env: NodeJS.ProcessEnv;
  let servers: [PorchServer, PorchServer];
  let a: PorchApi;
  let b: PorchApi;

  beforeAll(async () => {
    [git, postgres] = await Promise.all([startGitServer(), startPostgres()]);
    env = { PORCH_DATABASE_URL: await postgres.createDatabase() };
    servers = await Promise.all([PorchServer.start({ env }), PorchServer.start({ env })]);
    [a, b] = await Promise.all([PorchApi.connect(servers[0].kubeconfig), PorchApi.connect(servers[1].kubeconfig)]);
    await a.register({ name: 'shared', repo: `${git.url}/nephio/porch-test.git`, credentials });
    await b.untilReady('shared');
  });
  afterAll(async () => {
    a?.close();
    b?.close();
    await Promise.all((servers ?? []).map((server) => server.remove()));
    await Promise.all([git?.remove(), postgres?.stop()]);
  });

  const gitRefs = () =>
    succeed('git', ['--git-dir', git.directory('nephio/porch-test'), 'for-each-ref', '--format=%(refname)']);

  const newestOf = (revisions: readonly PackageRevisionObject[]) => Math.max(0, ...revisions.map(versionOf));
  /** All servers answer alike, once each has heard of the others' writes, also of those that come meanwhile. */
  const agreed = async (...others: PorchApi[]): Promise<PackageRevisionObject[]> => {
    const apis = [a, b, ...others];
    const listAll = () => Promise.all(apis.map((api) => api.list()));
    const heard = async (api: PorchApi, version: number) => {
      for await (const { object } of api.watch(AbortSignal.timeout(PATIENCE))) if (versionOf(object) >= version) return;
    };
    let lists = await listAll();
    for (let newest = -1; newestOf(lists.flat()) > newest;) {
      newest = newestOf(lists.flat());
      await Promise.all(apis.map((api) => heard(api, newest)));
      lists = await listAll();
    }
    for (const list of lists) expect(list).toEqual(lists[0]);
    return lists[0] ?? [];
  };

  it('lets a watch on one see what the other did, in order and once', async () => {
    const log = await WatchLog.follow(a);
    const { metadata } = await b.init('shared', 'seen', 'w1');
    const name = metadata.name ?? '';
    await b.push(name, 'note.txt', 'from the other server');
    await b.propose(name);
    const approved = await b.approve(name);
    await log.until((events) => events.some((event) => event.resourceVersion === approved.metadata.resourceVersion));
    await log.stop();

    const seen = log.events.filter((event) => event.name === name);
    expect(seen.map(({ type, lifecycle }) => `${type} ${lifecycle}`)).toEqual([
      'ADDED Draft',
      'MODIFIED Draft',
      'MODIFIED Proposed',
      'MODIFIED Published',
    ]);
    const versions = log.events.map(({ resourceVersion }) => Number(resourceVersion));
    expect(versions).toEqual([...new Set(versions)].sort((left, right) => left - right));
    expect((await a.files(name))['note.txt']).toBe('from the other server');
  });

  it('gives one number to one of two who approve the same revision at once', async () => {
    let draft = await a.init('shared', 'race', 'w1');
    for (let round = 1; round <= 4; round += 1) {
      const proposed = await a.propose(draft.metadata.name ?? '');
      await agreed();
      const results = await Promise.allSettled([a.approveAsRead(proposed), b.approveAsRead(proposed)]);
      const [winner, ...others] = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      expect([winner?.spec.revision, others]).toEqual([round, []]);
      expect(refusals.map((error) => isPorchError(error) && error.code)).toEqual([409]);
      const tags = (await gitRefs()).split('\n').filter((ref) => ref.startsWith('refs/tags/race/'));
      expect(tags).toEqual(Array.from({ length: round }, (_, index) => `refs/tags/race/v${index + 1}`));
      await agreed();
      draft = await b.edit(winner ?? proposed, `w${round + 1}`);
      await agreed();
    }
  });

  it('lets two approve different revisions of a package at once, with a number each', async () => {
    const names = await Promise.all(
      [a, b].map(async (api, index) => {
        const name = (await api.init('shared', 'both', `w${index}`)).metadata.name ?? '';
        await api.propose(name);
        return name;
      }),
    );
    const approve = async (api: PorchApi, name: string) => {
      for (;;) {
        try {
          return await api.approve(name);
        } catch (error) {
          if (!isPorchError(error) || error.code !== 409) throw error;
        }
      }
    };
    const approved = await Promise.all([approve(a, names[0] ?? ''), approve(b, names[1] ?? '')]);
    expect(approved.map(({ spec }) => spec.revision).sort()).toEqual([1, 2]);
  });

  it('loses nothing when one is killed; the other takes over what only one may do, and it can come back', async () => {
    // The first to start leads: only the leader empties namespaces.
    await a.client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'passing' } });
    const acknowledged: string[] = [];
    const writing = (async () => {
      for (let index = 0; ; index += 1) {
        try {
          acknowledged.push((await a.init('shared', `kept-${index}`, 'w')).metadata.name ?? '');
        } catch {
          return;
        }
        if (acknowledged.length === 5) void servers[0].stop('SIGKILL');
      }
    })();
    await servers[0].ended();
    await writing;
    a.close();

    const log = await WatchLog.follow(b);
    await log.until(() => acknowledged.every((name) => log.view.has(name)));
    await log.stop();
    const listed = new Map((await b.list()).map((revision) => [revision.metadata.name ?? '', revision]));
    for (const name of acknowledged) expect([name, listed.get(name)?.spec.lifecycle]).toEqual([name, 'Draft']);
    for (const name of acknowledged) await b.propose(name);

    await b.client.delete(namespaces, { name: 'passing' });
    for await (const { type, object } of b.client.watch(namespaces, { signal: AbortSignal.timeout(PATIENCE) })) {
      if (type === 'DELETED' && object.metadata.name === 'passing') break;
    }
    const left = (await b.client.list(namespaces)).items.map(({ metadata }) => metadata.name);
    expect(left).not.toContain('passing');

    servers[0] = await PorchServer.start({ env, dataDirectory: servers[0].dataDirectory });
    a = await PorchApi.connect(servers[0].kubeconfig);
    await agreed();
    for (const name of acknowledged) await a.approve(name);
    const published = (await agreed()).filter(({ metadata }) => acknowledged.includes(metadata.name ?? ''));
    expect(published.map(({ spec }) => spec.revision)).toEqual(acknowledged.map(() => 1));
  });

  it('lets a new server join with nothing but the database and the remote', async () => {
    const third = await PorchServer.start({ env });
    const api = await PorchApi.connect(third.kubeconfig);
    try {
      const before = await agreed();
      await api.untilReady('shared');
      expect(await agreed(api)).toEqual(before);
    } finally {
      api.close();
      await third.remove();
    }
  });
});
