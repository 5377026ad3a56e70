import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChangeRecorder, createFakeClock, describeObjectStoreContract } from '@porch/repository/testing';
import { openSqliteFile } from './sqlite-driver';
import { createSqliteStore } from './sqlite-store';

const directories: string[] = [];
async function scratchDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'porch-sqlite-'));
  directories.push(directory);
  return directory;
}
afterAll(() => Promise.all(directories.map((directory) => rm(directory, { recursive: true, force: true }))));

describeObjectStoreContract('embedded SQLite', async () => {
  const path = join(await scratchDirectory(), 'porch.db');
  const clock = createFakeClock();
  let store = await createSqliteStore({ path, clock });
  return {
    store,
    async reopen() {
      await store.close();
      store = await createSqliteStore({ path, clock });
      return store;
    },
    advance: (milliseconds) => clock.advance(milliseconds),
    dispose: () => store.close(),
  };
});

const secret = (name: string, password: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'default' },
  stringData: { password },
});

describe('createSqliteStore', () => {
  it('says in one sentence that it cannot open the file', async () => {
    const path = join(await scratchDirectory(), 'missing', 'porch.db');
    await expect(createSqliteStore({ path })).rejects.toMatchObject({
      reason: 'ServiceUnavailable',
      message: expect.stringContaining(`the database ${path} cannot be opened: `) as string,
    });
  });

  it('says in one sentence that the file is no database', async () => {
    const path = join(await scratchDirectory(), 'porch.db');
    await writeFile(path, 'this is not a database, but long enough to be looked at as if it were one'.repeat(50));
    await expect(createSqliteStore({ path })).rejects.toMatchObject({
      message: expect.stringContaining('file is not a database') as string,
    });
  });

  it('refuses data that a newer version has written, and leaves them alone', async () => {
    const path = join(await scratchDirectory(), 'porch.db');
    await (await createSqliteStore({ path })).close();
    const file = openSqliteFile(path);
    file.prepare(`update counters set value = 99 where name = 'schemaVersion'`).run([]);
    file.close();
    await expect(createSqliteStore({ path })).rejects.toMatchObject({
      message: expect.stringContaining('newer version of this program (schema 99') as string,
    });
  });

  describe('and the disk', () => {
    type Flush = () => Promise<void>;
    let flushes: jest.SpyInstance<Promise<void>, []>;
    const untilAsked = async (times: number) => {
      while (flushes.mock.calls.length < times) await new Promise(setImmediate);
    };
    const ended = (work: Promise<unknown>) => Promise.race([work.then(() => true), new Promise(setImmediate)]);

    beforeAll(async () => {
      const handle = await open(__filename);
      flushes = jest.spyOn(Object.getPrototypeOf(handle) as { datasync: Flush }, 'datasync');
      await handle.close();
    });
    beforeEach(() => flushes.mockClear());
    afterAll(() => flushes.mockRestore());

    it('acknowledges and shows a write when it is there, and flushes those that come together at once', async () => {
      const store = await createSqliteStore({ path: join(await scratchDirectory(), 'porch.db') });
      const feed = new ChangeRecorder(store.changes());
      flushes.mockClear();
      let finish = (): void => undefined;
      flushes.mockImplementationOnce(() => new Promise((resolve) => (finish = resolve)));
      const first = store.create('secrets', secret('first', 'x'));
      await untilAsked(1);
      const others = Array.from({ length: 20 }, (_, at) => store.create('secrets', secret(`later-${at}`, 'x')));
      const read = store.get('secrets', 'default', 'first');
      for (const work of [first, read, ...others]) expect(await ended(work)).not.toBe(true);
      expect(feed.changes).toEqual([]);

      finish();
      await Promise.all([first, ...others]);
      expect(await read).toMatchObject({ metadata: { name: 'first' } });
      expect(flushes.mock.calls.length).toBeLessThanOrEqual(3);
      expect(feed.changes).toHaveLength(21);
      feed.stop();
      await store.close();
    });

    it('refuses to acknowledge what does not get there, and still tells what can be read', async () => {
      const store = await createSqliteStore({ path: join(await scratchDirectory(), 'porch.db') });
      const feed = new ChangeRecorder(store.changes());
      flushes.mockRejectedValueOnce(Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
      await expect(store.create('secrets', secret('lost', 'x'))).rejects.toMatchObject({
        message: expect.stringContaining('cannot be written: its disk refuses to read or write') as string,
      });
      expect(await store.get('secrets', 'default', 'lost')).toBeDefined();
      await store.create('secrets', secret('kept', 'x'));
      expect(feed.changes.map(({ object }) => object.metadata.name)).toEqual(['lost', 'kept']);
      feed.stop();
      await store.close();
    });
  });

  it('encrypts Secrets at rest, their history included, and reads them again only with the key', async () => {
    const path = join(await scratchDirectory(), 'porch.db');
    const key = Buffer.alloc(32, 7);
    const plain = await createSqliteStore({ path });
    await plain.create('secrets', secret('before', 'stored-in-the-clear'));
    await plain.close();

    let sealedAnew = 0;
    const encryption = { keys: [key], onSealedAnew: (texts: number) => (sealedAnew = texts) };
    const store = await createSqliteStore({ path, encryption });
    expect(sealedAnew).toBe(2);
    await store.create('secrets', secret('after', 'hunter2-hunter2'));
    await store.update('secrets', secret('after', 'correct-horse'));
    expect(await store.get('secrets', 'default', 'before')).toMatchObject({
      stringData: { password: 'stored-in-the-clear' },
    });
    expect(await store.get('secrets', 'default', 'after')).toMatchObject({ stringData: { password: 'correct-horse' } });
    await store.close();

    const file = openSqliteFile(path);
    const rows = JSON.stringify([
      file.prepare('select * from objects').all([]),
      file.prepare('select * from changes').all([]),
    ]);
    file.close();
    expect(rows).not.toMatch(/hunter2|correct-horse|stored-in-the-clear/);

    const without = await createSqliteStore({ path });
    await expect(without.get('secrets', 'default', 'after')).rejects.toMatchObject({
      message: expect.stringContaining('encrypted at rest') as string,
    });
    await without.close();
    await expect(createSqliteStore({ path, encryption: { keys: [Buffer.alloc(32, 8)] } })).rejects.toMatchObject({
      message: 'secrets "default/after" cannot be decrypted: the key file it was written with is not among those given',
    });
  });

  it('encrypts everything anew with a new first key, so that the former one can go', async () => {
    const path = join(await scratchDirectory(), 'porch.db');
    const [former, later] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const before = await createSqliteStore({ path, encryption: { keys: [former] } });
    const objects = Array.from({ length: 450 }, (_, at) => secret(`s${at}`, `first-${at}`));
    await before.transaction(objects.map((object) => ({ operation: 'create', resource: 'secrets', object })));
    await before.update('secrets', secret('s7', 'second'));
    await before.delete('secrets', 'default', 's8');
    const version = await before.currentResourceVersion();
    await before.close();

    const told: number[] = [];
    const onSealedAnew = (texts: number) => told.push(texts);
    await (await createSqliteStore({ path, encryption: { keys: [later, former], onSealedAnew } })).close();
    await (await createSqliteStore({ path, encryption: { keys: [later, former], onSealedAnew } })).close();
    expect(told).toEqual([449 + 452]);

    const after = await createSqliteStore({ path, encryption: { keys: [later] } });
    expect(await after.currentResourceVersion()).toBe(version);
    expect((await after.list('secrets')).items).toHaveLength(449);
    expect(await after.get('secrets', 'default', 's7')).toMatchObject({ stringData: { password: 'second' } });
    const feed = new ChangeRecorder(after.changes({ after: '1000' }));
    await feed.atLeast(452);
    expect(feed.changes.at(-2)).toMatchObject({
      object: { stringData: { password: 'second' } },
      previous: { stringData: { password: 'first-7' } },
    });
    feed.stop();
    await after.close();
    await expect(createSqliteStore({ path, encryption: { keys: [former] } })).rejects.toMatchObject({
      message: expect.stringContaining('cannot be decrypted') as string,
    });
  });

  it('forgets changes beyond those it was told to keep', async () => {
    const store = await createSqliteStore({ path: join(await scratchDirectory(), 'porch.db'), changesKept: 100 });
    for (let batch = 0; batch < 5; batch += 1) {
      await store.transaction(
        Array.from({ length: 500 }, (_, index) => ({
          operation: 'create' as const,
          resource: 'secrets',
          object: secret(`s${batch}-${index}`, 'x'),
        })),
      );
    }
    const failure = await new Promise((resolve) => {
      store.changes({ after: '1001' }).subscribe({ error: resolve });
    });
    expect(failure).toMatchObject({ reason: 'Expired' });
    await store.close();
  });
});
