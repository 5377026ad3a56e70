import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminRequests } from './support/admin-requests';
import { RandomNumbers } from './support/crash/random-numbers';
import { type FuzzRequest, randomRequest } from './support/fuzz/random-request';
import { memoryEnvironment, residentMemory } from './support/fuzz/resident-memory';
import { type ServedRoute, servedRoutes } from './support/fuzz/served-routes';
import { PorchServer } from './support/porch-server';

/** `PORCH_FUZZ_SECONDS=60` is the whole run; then memory is looked at too, which a short run says nothing of. */
const seconds = Number(process.env['PORCH_FUZZ_SECONDS'] ?? 5);
const seed = Number(process.env['PORCH_FUZZ_SEED'] ?? Date.now() % 1_000_000);

describe(`random requests on every route (PORCH_FUZZ_SEED=${seed})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-fuzz-'));
  const socket = join(folder, 'memory');
  const random = new RandomNumbers(seed);
  let server: PorchServer;
  let requests: AdminRequests;
  let routes: ServedRoute[];
  beforeAll(async () => {
    server = await PorchServer.start({ env: memoryEnvironment(socket) });
    requests = new AdminRequests(server);
    routes = await servedRoutes(requests);
  });
  afterAll(async () => {
    requests?.close();
    await server?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const counts = new Map<number, number>();
  /** Server errors, refusals without a Status, and requests that nobody answered. */
  const faults: unknown[] = [];
  const send = async ({ method, path, contentType, body }: FuzzRequest) => {
    const fault = (what: unknown) => faults.push([what, method, path, contentType, body.toString('latin1')]);
    try {
      const { status, text } = await requests.send(method, path, body, { 'content-type': contentType });
      counts.set(status, (counts.get(status) ?? 0) + 1);
      if (status >= 500) fault([status, text]);
      else if (status >= 400 && method !== 'HEAD' && !text.includes('"kind":"Status"')) fault([status, text]);
    } catch (error) {
      fault(String(error));
    }
  };
  const sendUntil = async (end: number) => {
    const work = async () => {
      while (Date.now() < end) await send(randomRequest(routes, random));
    };
    await Promise.all(Array.from({ length: 12 }, work));
  };

  it(
    'are answered without a server error, and cost no memory that stays',
    async () => {
      const began = Date.now();
      await sendUntil(began + seconds * 100);
      const early = await residentMemory(socket);
      await sendUntil(began + seconds * 1000);
      expect(faults).toEqual([]);
      const late = await residentMemory(socket);
      if (seconds >= 60) expect(late / early).toBeLessThanOrEqual(1.2);
      const asked = [...counts.values()].reduce((sum, count) => sum + count, 0);
      expect(asked).toBeGreaterThan(seconds * 10);
      expect([...counts.keys()]).toEqual(expect.arrayContaining([200, 201, 400, 404]));
      expect((await requests.send('GET', '/readyz')).text).toBe('ok');
    },
    seconds * 1000 + 60_000,
  );
});
