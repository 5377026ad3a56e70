import { lifecycle, PORCH } from './api-client.mjs';
import { quantile, summarize } from '../../../tools/bench/measuring.mjs';

/** How long after a write was answered its event has reached every watcher, and what one stopped watcher does to that. */
export async function watchFigures(world, size) {
  const client = world.connect();
  const life = lifecycle(client);
  const list = await client.json('GET', `${PORCH}/packagerevisions?limit=1`);
  const path = `${PORCH}/packagerevisions?watch=true&resourceVersion=${list.metadata.resourceVersion}`;
  const arrivals = [];
  const watches = [];
  for (let at = 0; at < size.watchers; at += 1) {
    watches.push(
      await client.watch(path, (line) => line.startsWith('{"type":"ADDED"') && arrivals.push(performance.now())),
    );
  }
  const delivery = async (name) => {
    arrivals.length = 0;
    await life.init('scratch', name);
    const answered = performance.now();
    for (const deadline = answered + 10_000; arrivals.length < size.watchers && performance.now() < deadline;) {
      await new Promise((wake) => setTimeout(wake, 1));
    }
    return arrivals.map((arrival) => Math.max(0, arrival - answered));
  };
  const undisturbed = [];
  const stalled = [];
  const every = [];
  for (let at = 0; at < Math.max(4, size.runs / 4); at += 1) {
    const free = await delivery(`watched-${at}`);
    const stopped = await client.watch(path, () => undefined);
    stopped.pause();
    const held = await delivery(`stalled-${at}`);
    stopped.end();
    every.push(...free);
    undisturbed.push(summarize(free).value);
    stalled.push(summarize(held).value);
  }
  for (const watch of watches) watch.end();
  client.close();
  const p99 = quantile(every, 0.99) ?? NaN;
  // Both may round to nothing on a fast machine; a millisecond is what can be told apart.
  const ratio = (summarize(stalled).value + 1) / (summarize(undisturbed).value + 1);
  return [
    { name: 'watch.p99', unit: 'ms', value: p99, spread: p99 - (quantile(every, 0.5) ?? 0), want: 50 },
    { name: 'watch.stalled.ratio', unit: 'ratio', value: ratio, spread: 0, want: 1.1 },
  ];
}
