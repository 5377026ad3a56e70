import { type PackageRevisionObject } from '@porch/api';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFORMANCE, describeNeeding, POSTGRESQL } from './support/describe-needing';
import { credentials, type GitServer, startGitServer } from './support/git-server';
import { NextVersion } from './support/next-version';
import { serverBundle } from './support/paths';
import { PorchApi } from './support/porch-api';
import { PorchServer } from './support/porch-server';
import { type PostgresServer, startPostgres } from '@porch/store/testing';
import { runProgram } from './support/run-program';
import { WatchLog } from './support/watch-log';

describeNeeding([CONFORMANCE, POSTGRESQL], 'an update from one version to the next', () => {
  let git: GitServer;
  let postgres: PostgresServer;
  let next: NextVersion;
  let env: NodeJS.ProcessEnv;
  let old: PorchServer;
  let fresh: PorchServer;
  let before: PorchApi;
  let after: PorchApi;

  beforeAll(async () => {
    next = new NextVersion();
    [git, postgres] = await Promise.all([startGitServer(), startPostgres()]);
    env = { PORCH_DATABASE_URL: await postgres.createDatabase() };
    old = await PorchServer.start({ env });
    before = await PorchApi.connect(old.kubeconfig);
    await before.register({ name: 'shared', repo: `${git.url}/nephio/porch-test.git`, credentials });
  });
  afterAll(async () => {
    before?.close();
    after?.close();
    await Promise.all([old?.remove(), fresh?.remove()]);
    await Promise.all([git?.remove(), postgres?.stop()]);
    next?.remove();
  });

  const publish = async (api: PorchApi, packageName: string): Promise<PackageRevisionObject> => {
    const name = (await api.init('shared', packageName, 'w')).metadata.name ?? '';
    await api.push(name, 'note.txt', packageName);
    await api.propose(name);
    return api.approve(name);
  };

  it('migrates while the version before goes on, and both see what the other does', async () => {
    const log = await WatchLog.follow(before);
    let migrated = false;
    const published: string[] = [];
    const traffic = (async () => {
      for (let count = 0; !migrated; count += 1) {
        published.push((await publish(before, `during-${count}`)).metadata.name ?? '');
      }
    })();
    try {
      fresh = await PorchServer.start({ env, serverBundle: next.serverBundle });
    } finally {
      migrated = true;
      await traffic;
    }
    after = await PorchApi.connect(fresh.kubeconfig);
    await after.untilReady('shared');

    const here = await publish(before, 'by-the-old');
    const there = await publish(after, 'by-the-new');
    await log.until((events) =>
      events.some(({ resourceVersion }) => resourceVersion === there.metadata.resourceVersion),
    );
    await log.stop();
    const names = [...published, here.metadata.name ?? '', there.metadata.name ?? ''];
    const other = await WatchLog.follow(after);
    await other.until(() => Number(other.view.get(here.metadata.name ?? '')) >= Number(here.metadata.resourceVersion));
    for (const api of [before, after]) {
      for (const name of names)
        expect((await api.get(name)).spec).toMatchObject({ lifecycle: 'Published', revision: 1 });
    }
    const edited = await before.edit(await before.get(there.metadata.name ?? ''), 'w2');
    await other.until((events) => events.some(({ name }) => name === edited.metadata.name));
    await other.stop();
    await after.push(edited.metadata.name ?? '', 'note.txt', 'from one to the other');
  });

  it('lets the version before not start any more, and says what to do', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'porch-refused-'));
    const args = [serverBundle, '--data-dir', folder, '--secure-port', '0'];
    const refused = await runProgram(process.execPath, args, { env });
    rmSync(folder, { recursive: true });
    expect(refused).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('was written by a newer version of this program') as string,
    });
  });

  it('goes on when the last server of the version before has left', async () => {
    expect(await old.stop()).toBe(0);
    expect((await publish(after, 'later')).spec.revision).toBe(1);
  });
});
