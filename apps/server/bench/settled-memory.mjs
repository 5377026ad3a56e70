import { PORCH } from './api-client.mjs';

/** How many revisions a server holds, and its memory with all of them read and shown once, and no garbage, in MiB. */
export async function settledMemory(world) {
  await world.settled();
  const client = world.connect();
  const { items } = await client.json('GET', `${PORCH}/packagerevisions`);
  client.close();
  return { revisions: items.length, resident: await world.server().residentCollected() };
}

/** What one more revision costs: what a server with many has more than one with few. */
export function revisionCost(many, few) {
  const value = ((many.resident - few.resident) * 1024) / (many.revisions - few.revisions);
  return { name: 'rss.per-revision.kb', unit: 'KiB', value, spread: 0, want: 8 };
}
