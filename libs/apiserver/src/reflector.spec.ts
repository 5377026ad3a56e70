import fc from 'fast-check';
import { InMemoryObjectStore } from './testing/in-memory-object-store';
import { startTestServer, type TestServer } from './testing/test-server';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

interface Listed {
  metadata: { name: string; resourceVersion: string };
}

/** What client-go's reflector does: list, watch from there, on and on, and start anew when told to. */
class Reflector {
  readonly objects = new Map<string, string>();
  readonly faults: string[] = [];
  #version = '';

  constructor(readonly selector: string) {}

  async list(server: TestServer): Promise<void> {
    const response = await server.request('GET', `${CONFIG_MAPS}?labelSelector=${this.selector}`);
    const list = (await response.json()) as { metadata: { resourceVersion: string }; items: Listed[] };
    this.objects.clear();
    for (const { metadata } of list.items) this.objects.set(metadata.name, metadata.resourceVersion);
    this.#version = list.metadata.resourceVersion;
  }

  /** Takes every event there is for a while, then leaves. */
  async catchUp(server: TestServer): Promise<void> {
    const target = Number(await server.store.currentResourceVersion());
    const query = `watch=1&resourceVersion=${this.#version}&labelSelector=${this.selector}`;
    const response = await server.request('GET', `${CONFIG_MAPS}?${query}`);
    const reader = response.body?.getReader();
    if (!reader) throw new Error('no body');
    // A marker object tells when everything before it has been delivered.
    await server.request('POST', CONFIG_MAPS, {
      metadata: { name: `marker-${target}`, labels: { team: 'red', tier: 'a' } },
    });
    let text = '';
    for (let done = false; !done;) {
      const chunk = await reader.read();
      if (chunk.done) break;
      text += Buffer.from(chunk.value as Uint8Array).toString('utf8');
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const event = JSON.parse(line) as { type: string; object: Listed & { code?: number } };
        if (event.type === 'ERROR') {
          await reader.cancel();
          expect(event.object.code).toBe(410);
          return this.list(server);
        }
        this.#take(event.type, event.object.metadata);
        if (event.object.metadata.name === `marker-${target}`) done = true;
      }
    }
    await reader.cancel();
  }

  #take(type: string, { name, resourceVersion }: Listed['metadata']): void {
    if (Number(resourceVersion) <= Number(this.#version)) this.faults.push(`${type} ${name} again or out of order`);
    if ((type === 'ADDED') === this.objects.has(name)) this.faults.push(`${type} ${name} does not fit`);
    this.#version = resourceVersion;
    if (type === 'DELETED') this.objects.delete(name);
    else this.objects.set(name, resourceVersion);
  }
}

type Step =
  | { readonly do: 'put'; readonly name: string; readonly team: string }
  | { readonly do: 'delete'; readonly name: string }
  | { readonly do: 'catch up' }
  | { readonly do: 'restart' };

it('lets a reflector end with what a list shows, whatever happens in between', async () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ do: fc.constant('put' as const), name, team: fc.constantFrom('red', 'blue') }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('delete' as const), name }) },
    { weight: 2, arbitrary: fc.constant({ do: 'catch up' as const }) },
    { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
  );
  const selector = fc.constantFrom('', 'team%3Dred', 'team%21%3Dblue', 'team+in+(red,blue)');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), selector, async (steps, chosen) => {
      const store = new InMemoryObjectStore();
      let server = await startTestServer({ store, limits: { watchHistory: 6 } });
      const reflector = new Reflector(chosen);
      await reflector.list(server);
      for (const each of steps) {
        if (each.do === 'put') {
          const labels = { team: each.team };
          const path = `${CONFIG_MAPS}/${each.name}`;
          const created = await server.request('POST', CONFIG_MAPS, { metadata: { name: each.name, labels } });
          if (!created.ok) {
            await server.request('PUT', path, {
              metadata: { name: each.name, labels },
              data: { at: await store.currentResourceVersion() },
            });
          }
        } else if (each.do === 'delete') await server.request('DELETE', `${CONFIG_MAPS}/${each.name}`);
        else if (each.do === 'catch up') await reflector.catchUp(server);
        else {
          await server.api.close(100);
          server = await startTestServer({ store, limits: { watchHistory: 6 } });
        }
      }
      await reflector.catchUp(server);
      const fresh = new Reflector(chosen);
      await fresh.list(server);
      expect(reflector.faults).toEqual([]);
      expect(Object.fromEntries(reflector.objects)).toEqual(Object.fromEntries(fresh.objects));
      await server.close();
    }),
    { numRuns: 15 },
  );
});
