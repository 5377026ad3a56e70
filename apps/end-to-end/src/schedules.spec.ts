import { Client } from 'pg';
import { CONFORMANCE, describeNeeding, POSTGRESQL } from './support/describe-needing';
import { Gate } from './support/gate';
import { credentials, type GitServer, startGitServer } from './support/git-server';
import { PorchApi } from './support/porch-api';
import { PorchServer } from './support/porch-server';
import { type PostgresServer, startPostgres } from '@porch/store/testing';

describeNeeding([CONFORMANCE, POSTGRESQL], 'a sync that is due on two servers', () => {
  let git: GitServer;
  let gate: Gate;
  let postgres: PostgresServer;
  let database: Client;
  let servers: PorchServer[] = [];
  let apis: PorchApi[] = [];

  beforeAll(async () => {
    [git, postgres] = await Promise.all([startGitServer(), startPostgres()]);
    gate = await Gate.before(git.url);
    const url = await postgres.createDatabase();
    database = new Client({ connectionString: url });
    await database.connect();
    const env = { PORCH_DATABASE_URL: url };
    const flags = ['--leader-elect-lease-duration', '6s'];
    servers = await Promise.all([PorchServer.start({ env, flags }), PorchServer.start({ env, flags })]);
    apis = await Promise.all(servers.map(({ kubeconfig }) => PorchApi.connect(kubeconfig)));
    await apis[0]?.register({ name: 'shared', repo: `${gate.url}/nephio/porch-test.git`, credentials });
    // A server takes writes when it has opened the repository itself.
    for (const [at, api] of apis.entries()) await api.init('shared', `opened-${at}`, 'w');
  });
  afterAll(async () => {
    for (const api of apis) api.close();
    await Promise.all(servers.map((server) => server.remove()));
    await database?.end();
    gate?.remove();
    await Promise.all([git?.remove(), postgres?.stop()]);
  });

  /** The process that holds the lease of the repository's syncs. */
  const holder = async (): Promise<number> => {
    const { rows } = await database.query<{ holder: string }>(
      `select holder from leases where name = 'repository-sync/default/shared'`,
    );
    return Number(/_(\d+)_/.exec(rows[0]?.holder ?? '')?.[1]);
  };

  it('is done by one of them, and by the other when the first is killed at it', async () => {
    const [first] = apis as [PorchApi];
    gate.close();
    const asked = await first.askForSync('shared');
    await gate.holding();
    const pid = await holder();
    const dying = servers.findIndex((server) => server.pid === pid);
    expect(dying).not.toBe(-1);
    // The other one knows that somebody is at it and asks nothing of the remote.
    expect(gate.held).toBe(1);
    await servers[dying]?.stop('SIGKILL');
    gate.open();
    gate.close();
    await gate.holding();
    expect(await holder()).toBe(servers[1 - dying]?.pid);
    gate.open();
    expect(await (apis[1 - dying] as PorchApi).synchronised(asked)).toBeDefined();
  });
});
