import { lifecycle, PORCH } from './api-client.mjs';

/** Clients that read and write at random for a while: errors that are no honest conflicts, and what it does to memory. */
export async function soak(world, size) {
  const client = world.connect({ sockets: size.clients });
  const life = lifecycle(client);
  const end = Date.now() + size.soakSeconds * 1000;
  const early = Date.now() + size.soakSeconds * 100;
  let errors = 0;
  let atTenth;
  let made = 0;
  const attempt = async (work) => {
    try {
      await work();
    } catch (error) {
      if (error.status !== 409) {
        errors += 1;
        if (errors <= 5) console.error(`soak: ${error.message}`);
      }
    }
  };
  const oneClient = async (number) => {
    for (let turn = 0; Date.now() < end; turn += 1) {
      if (atTenth === undefined && Date.now() > early) atTenth = world.server().resident();
      await attempt(async () => {
        if (turn % 10 !== 0) {
          await client.send('GET', `${PORCH}/packagerevisions?limit=${turn % 3 === 0 ? 500 : 20}`);
          return;
        }
        made += 1;
        const draft = await life.init('scratch', `soak-${number}-${turn}-${made}`);
        const current = await life.get(draft.metadata.name);
        await life.remove(await life.propose(current));
      });
    }
  };
  await Promise.all(Array.from({ length: size.clients }, (_, number) => oneClient(number)));
  client.close();
  const ratio = world.server().resident() / (atTenth ?? world.server().resident());
  return [
    { name: 'soak.errors', unit: 'count', value: errors, spread: 0, want: 0 },
    { name: 'soak.rss.ratio', unit: 'ratio', value: ratio, spread: 0, want: 1.2 },
  ];
}
