// The object store's three implementations: bulk writes, compare-and-swap, selection and replay of changes.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstValueFrom, take, toArray } from 'rxjs';
import { createMemoryStore, createPostgresStore, createSqliteStore } from '@porch/store';
import { findPostgres, startPostgres } from '@porch/store/testing';
import { summarize, timed } from '../../../tools/bench/measuring.mjs';

const BATCH = 100;
const SELECTED = 500;

export async function run({ quick }) {
  const rows = quick ? 1000 : 10_000;
  const figures = [];
  const directory = await mkdtemp(join(tmpdir(), 'porch-store-bench-'));
  const postgres = (await findPostgres()) ? await startPostgres() : undefined;
  try {
    figures.push(...(await measureStore('memory', createMemoryStore({ changesKept: 50_000 }), rows)));
    figures.push(
      ...(await measureStore('sqlite', await createSqliteStore({ path: join(directory, 'porch.db') }), rows)),
    );
    if (postgres) {
      const url = await postgres.createDatabase();
      figures.push(...(await measureStore('postgres', await createPostgresStore({ url }), rows)));
    }
  } finally {
    await postgres?.stop();
    await rm(directory, { recursive: true, force: true });
  }
  return figures;
}

async function measureStore(name, store, rows) {
  const figure = (what, unit, samples) => ({ name: `store.${name}.${what}`, unit, ...summarize(samples) });
  const inserts = [];
  for (let first = 0; first < rows; first += BATCH) {
    const writes = Array.from({ length: BATCH }, (_, at) => ({
      operation: 'create',
      resource: 'widgets',
      object: widget(first + at, rows),
    }));
    inserts.push(await timed(() => store.transaction(writes)));
  }
  const swaps = [];
  for (let at = 0; at < 300; at += 1) {
    const current = await store.get('widgets', 'default', nameOf(at));
    const preconditions = { resourceVersion: current.metadata.resourceVersion };
    swaps.push(await timed(() => store.update('widgets', { ...current, round: at }, preconditions)));
  }
  const selections = [];
  const labelSelector = [{ key: 'group', operator: 'in', values: ['wanted'] }];
  for (let at = 0; at < 20; at += 1) {
    selections.push(await timed(() => store.list('widgets', { labelSelector, limit: SELECTED })));
  }
  const replays = [];
  const after = String(Number(await store.currentResourceVersion()) - SELECTED);
  for (let at = 0; at < 20; at += 1) {
    replays.push(await timed(() => firstValueFrom(store.changes({ after }).pipe(take(SELECTED), toArray()))));
  }
  await store.close();
  return [
    figure('insert-100', 'ms', inserts),
    figure('swap', 'ms', swaps),
    figure('select-500', 'ms', selections),
    figure('replay-500', 'ms', replays),
  ];
}

const nameOf = (index) => `w${String(index).padStart(6, '0')}`;

function widget(index, rows) {
  const group = index % Math.ceil(rows / SELECTED) === 0 ? 'wanted' : 'other';
  return {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: nameOf(index), namespace: 'default', uid: `uid-${index}`, labels: { group } },
    padding: 'x'.repeat(800),
  };
}
