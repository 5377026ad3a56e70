import { isPorchError } from '@porch/api';
import { secrets } from '@porch/client';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { CONFORMANCE, describeNeeding, POSTGRESQL } from './support/describe-needing';
import {
  checkAcknowledged,
  checkEverything,
  type SeenWorld,
  synchronise,
  untilListedAsInGit,
} from './support/crash/check-world';
import { REPOSITORIES } from './support/crash/crash-world';
import { RandomNumbers } from './support/crash/random-numbers';
import { RandomWriter } from './support/crash/random-writer';
import { WriteLedger } from './support/crash/write-ledger';
import { credentials, type GitServer, startGitServer } from './support/git-server';
import { PorchApi } from './support/porch-api';
import { PorchServer } from './support/porch-server';
import { type PostgresServer, startPostgres } from '@porch/store/testing';
import { succeed } from './support/run-program';
import { WatchLog } from './support/watch-log';

describeNeeding([CONFORMANCE, POSTGRESQL], 'two servers whose PostgreSQL dies', () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-outage-'));
  const ledger = new WriteLedger();
  const random = new RandomNumbers(11);
  const writerOf = (repository: string, name: string) =>
    new RandomWriter(repository, name, ledger, new RandomNumbers(random.below(1e6)));
  let git: GitServer;
  let postgres: PostgresServer;
  let servers: readonly PorchServer[] = [];
  let worlds: readonly SeenWorld[] = [];

  beforeAll(async () => {
    [git, postgres] = await Promise.all([startGitServer(), startPostgres()]);
    const local = join(folder, 'local.git');
    await succeed('git', ['init', '--quiet', '--bare', '--initial-branch=main', local]);
    const env = { PORCH_DATABASE_URL: await postgres.createDatabase() };
    const flags = ['--allow-local-repositories', folder];
    servers = await Promise.all([PorchServer.start({ env, flags }), PorchServer.start({ env, flags })]);
    const apis = await Promise.all(servers.map(({ kubeconfig }) => PorchApi.connect(kubeconfig)));
    await apis[0]?.register({ name: 'local', repo: pathToFileURL(local).href });
    await apis[0]?.register({ name: 'remote', repo: `${git.url}/nephio/porch-test.git`, credentials });
    for (const repository of REPOSITORIES) await apis[1]?.untilReady(repository);
    const directory = (repository: string) => (repository === 'local' ? local : git.directory('nephio/porch-test'));
    worlds = await Promise.all(
      apis.map(async (api) => ({ api, directory, drafts: () => [], watch: await WatchLog.follow(api) })),
    );
  });
  afterAll(async () => {
    for (const { api, watch } of worlds) {
      await watch.stop();
      api.close();
    }
    await Promise.all(servers.map((server) => server.remove()));
    await Promise.all([git?.remove(), postgres?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Writes a Secret until it is accepted; what was said before. */
  const whenItIsBack = async ({ api }: SeenWorld, name: string): Promise<unknown[]> => {
    for (const refusals: unknown[] = []; ; await delay(50)) {
      try {
        const metadata = { name };
        await api.client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata, data: {} });
        return refusals;
      } catch (error) {
        if (!isPorchError(error) || error.code !== 503) throw error;
        refusals.push(error);
      }
    }
  };

  it('say so and when to try again, lose nothing they acknowledged, and go on when it is back', async () => {
    const writers = worlds.map((_, at) => REPOSITORIES.map((repository) => writerOf(repository, `p${at}`)));
    for (let round = 1; round <= 2; round += 1) {
      const traffic = worlds.flatMap(({ api }, at) => (writers[at] ?? []).map((writer) => writer.run(api)));
      await worlds[0]?.watch.until(() => ledger.acknowledged.length >= 15 * round);
      await postgres.kill();
      await Promise.all(traffic);
      for (const refusal of ledger.unanswered) {
        expect(refusal).toMatch(/the database postgres:\S+ cannot be (read|written): (the connection|nothing|it is)/);
      }
      const outages = worlds.map((world, at) => whenItIsBack(world, `round-${round}-${at}`));
      for (const { api } of worlds) {
        await api.list();
        const failure = await api.client.list(secrets).catch((error: unknown) => error);
        expect(failure).toMatchObject({ reason: 'ServiceUnavailable', details: { retryAfterSeconds: 1 } });
      }
      await postgres.start();
      await Promise.all(outages);
      const [first] = worlds as [SeenWorld];
      await synchronise(first);
      for (const world of worlds) await untilListedAsInGit(world);
      expect(await checkAcknowledged(first, ledger)).toEqual([]);
      for (const world of worlds) expect(await checkEverything(world, ledger)).toEqual([]);
    }
    expect(ledger.unanswered).toHaveLength(2 * writers.flat().length);
  });
});
