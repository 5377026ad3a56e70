import { secrets } from '@porch/client';
import { CONFORMANCE, describeNeeding, program } from './support/describe-needing';
import { compareAll, synchronise } from './support/crash/check-world';
import { CrashWorld, REPOSITORIES } from './support/crash/crash-world';
import { RandomNumbers } from './support/crash/random-numbers';
import { RandomWriter } from './support/crash/random-writer';
import { WriteLedger } from './support/crash/write-ledger';
import { RoomOnDisk } from './support/room-on-disk';

describeNeeding([CONFORMANCE, program('prlimit')], 'a server without room on its disk', () => {
  let world: CrashWorld;
  let room: RoomOnDisk;
  const ledger = new WriteLedger();
  const random = new RandomNumbers(7);
  const writers = REPOSITORIES.flatMap((repository) =>
    ['a', 'b'].map((name) => new RandomWriter(repository, name, ledger, new RandomNumbers(random.below(1e6)))),
  );

  beforeAll(async () => {
    world = await CrashWorld.start({});
    room = new RoomOnDisk(world.server);
  });
  afterAll(() => world?.remove());

  const secret = (name: string) =>
    world.api.client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: {} });

  it('refuses writes and says why, loses none that it acknowledged, and goes on when there is room', async () => {
    for (let round = 1; round <= 3; round += 1) {
      const traffic = Promise.all(writers.map((writer) => writer.run(world.api)));
      await world.watch.until(() => ledger.acknowledged.length >= 15 * round);
      await room.take();
      await traffic;
      for (const refusal of ledger.unanswered) expect(refusal).toMatch(/cannot be written.*: its disk /);
      await expect(secret('refused')).rejects.toMatchObject({
        message: expect.stringMatching(/store\.sqlite cannot be written: its disk /) as string,
      });
      await world.api.list();
      await room.give();
      await secret(`round-${round}`);
      await synchronise(world);
      expect(await compareAll(world, ledger)).toEqual([]);
    }
    expect(ledger.unanswered).toHaveLength(3 * writers.length);
  });

  it('has everything when it is started again after that', async () => {
    await world.server.stop('SIGKILL');
    await world.restart();
    expect(await compareAll(world, ledger)).toEqual([]);
    expect((await world.api.client.list(secrets)).items.map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(['round-1', 'round-2', 'round-3']),
    );
  });
});
