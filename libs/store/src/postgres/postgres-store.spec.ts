import { existsSync } from 'node:fs';
import { type KubernetesObject } from '@porch/api';
import { type ObjectStore } from '@porch/repository';
import { ChangeRecorder, describeObjectStoreContract } from '@porch/repository/testing';
import { Client } from 'pg';
import { type PostgresServer, startPostgres } from '../testing/postgres-server';
import { createPostgresStore } from './postgres-store';

const installed = existsSync('/usr/lib/postgresql');
let server: PostgresServer;

beforeAll(async () => {
  if (installed) server = await startPostgres();
});
afterAll(() => server?.stop());

const widget = (name: string) => ({ apiVersion: 'v1', kind: 'Widget', metadata: { name, namespace: 'default' } });

/** What there is, as soon as a connection is found that was not dropped. */
async function listed(store: ObjectStore): Promise<readonly KubernetesObject[]> {
  for (;;) {
    try {
      return (await store.list('widgets')).items;
    } catch (error) {
      expect(error).toMatchObject({ reason: 'ServiceUnavailable' });
    }
  }
}

(installed ? describe : describe.skip)('PostgreSQL', () => {
  describeObjectStoreContract('PostgreSQL', async () => {
    const url = await server.createDatabase();
    const open: ObjectStore[] = [];
    const openStore = async () => {
      const store = await createPostgresStore({ url, maximumConnections: 3 });
      open.push(store);
      return store;
    };
    const store = await openStore();
    return {
      store,
      other: await openStore(),
      reopen: openStore,
      advance: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      async dispose() {
        await Promise.all(open.map((one) => one.close()));
      },
    };
  });

  it('loses nothing when its connections drop while two servers write', async () => {
    const url = await server.createDatabase();
    const [here, there] = [await createPostgresStore({ url }), await createPostgresStore({ url })];
    const feeds = [new ChangeRecorder(here.changes()), new ChangeRecorder(there.changes())];
    const acknowledged: string[] = [];
    for (let index = 0; acknowledged.length < 30; index += 1) {
      const name = `w${index}`;
      try {
        await (index % 2 ? here : there).create('widgets', widget(name));
        acknowledged.push(name);
      } catch (error) {
        expect(error).toMatchObject({ reason: 'ServiceUnavailable' });
      }
      if ([5, 15, 25].includes(index)) await server.dropConnections();
    }
    const stored = (await listed(here)).map(({ metadata }) => metadata.name);
    expect(stored).toEqual(expect.arrayContaining(acknowledged));
    for (const feed of feeds) {
      await feed.atLeast(stored.length);
      feed.stop();
      expect(feed.lines.toSorted()).toEqual(stored.map((name) => `Added ${name}`).toSorted());
      const versions = feed.changes.map(({ resourceVersion }) => Number(resourceVersion));
      expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    }
    await here.close();
    await there.close();
  });

  it('loses nothing when only the connection that listens drops', async () => {
    const url = await server.createDatabase();
    const [here, there] = [await createPostgresStore({ url }), await createPostgresStore({ url })];
    const feed = new ChangeRecorder(here.changes());
    for (let index = 0; index < 6; index += 1) {
      await server.dropConnections('listen');
      await there.create('widgets', widget(`w${index}`));
      await feed.atLeast(index + 1);
    }
    expect(feed.lines).toEqual([0, 1, 2, 3, 4, 5].map((index) => `Added w${index}`));
    feed.stop();
    await Promise.all([here.close(), there.close()]);
  });

  it('gives up on a database that hangs, says so, and goes on when it answers again', async () => {
    const url = await server.createDatabase();
    const store = await createPostgresStore({ url, answerMilliseconds: 10_000, maximumConnections: 2 });
    await store.create('widgets', widget('before'));
    await server.freeze();
    const failures = await Promise.allSettled([
      store.get('widgets', 'default', 'before'),
      store.currentResourceVersion(),
    ]).finally(() => server.thaw());
    for (const failure of failures) {
      expect(failure).toMatchObject({
        reason: {
          reason: 'ServiceUnavailable',
          message: expect.stringContaining('cannot be read: it does not answer in time') as string,
          details: { retryAfterSeconds: 1 },
        },
      });
    }
    await store.create('widgets', widget('after'));
    expect((await store.list('widgets')).items.map(({ metadata }) => metadata.name)).toEqual(['after', 'before']);
    await store.close();
  });

  it('lets several servers start on an empty database at once', async () => {
    const url = await server.createDatabase();
    const stores = await Promise.all([1, 2, 3].map(() => createPostgresStore({ url, maximumConnections: 2 })));
    await stores[0]?.create('widgets', widget('a'));
    expect((await stores[2]?.list('widgets'))?.items).toHaveLength(1);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('works on while a newer version migrates beside it, and refuses to start afterwards', async () => {
    const url = await server.createDatabase();
    const running = await createPostgresStore({ url });
    await running.create('widgets', {
      ...widget('kept'),
      metadata: { ...widget('kept').metadata, labels: { a: 'b' } },
    });
    const client = new Client({ connectionString: url });
    await client.connect();
    // What migrations of a later version may do: add, and leave alone what is there.
    await client.query(`begin;
      alter table objects add column written_by text;
      alter table changes add column written_by text not null default '';
      create table object_owners (object_key text, owner_uid text);
      create index objects_by_uid on objects (uid);
      update counters set value = 99 where name = 'schemaVersion';
      commit`);
    await client.end();
    await expect(createPostgresStore({ url })).rejects.toMatchObject({
      message: expect.stringContaining('newer version of this program (schema 99') as string,
    });
    const feed = new ChangeRecorder(running.changes({ after: '1000' }));
    await running.update('widgets', widget('kept'));
    await running.create('widgets', widget('after'));
    await running.delete('widgets', 'default', 'kept');
    await feed.atLeast(4);
    expect(feed.lines).toEqual(['Added kept', 'Modified kept', 'Added after', 'Deleted kept']);
    feed.stop();
    await running.close();
  });
});

describe('createPostgresStore', () => {
  it('says in one sentence, without the password, that the database does not answer', async () => {
    const failure = await createPostgresStore({ url: 'postgres://porch:hunter2@127.0.0.1:1/porch' }).catch(
      (error: unknown) => error as Error,
    );
    expect(failure).toMatchObject({
      reason: 'ServiceUnavailable',
      message: 'the database postgres://127.0.0.1:1/porch cannot be used: nothing answers at its address',
    });
  });

  it('refuses what is no URL of PostgreSQL', async () => {
    await expect(createPostgresStore({ url: 'mysql://x:hunter2@y/z' })).rejects.toMatchObject({
      reason: 'Invalid',
      message: 'the database URL must start with postgres:// or postgresql://',
    });
  });
});
