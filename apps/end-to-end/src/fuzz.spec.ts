import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminRequests } from './support/admin-requests';
import { RandomNumbers } from './support/crash/random-numbers';
import { type FuzzRequest, randomRequest } from './support/fuzz/random-request';
import { memoryEnvironment, residentMemory } from './support/fuzz/resident-memory';
import { type ServedRoute, servedRoutes } from './support/fuzz/served-routes';
import { PorchServer } from './support/porch-server';

/**
 * `PORCH_FUZZ_SECONDS=60` is the whole run; then memory is looked at too, which a short run says nothing of. A short run
 * is this many requests, however long they take, and the same ones each time.
 */
const seconds = Number(process.env['PORCH_FUZZ_SECONDS'] ?? 0);
const SHORT_RUN = 1500;
const seed = Number(process.env['PORCH_FUZZ_SEED'] ?? 1);

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
  let sent = 0;
  /** Goes on until this part of the run is over. */
  const sendUntil = async (part: number, began: number) => {
    const enough = () => (seconds > 0 ? Date.now() - began >= seconds * 1000 * part : sent >= SHORT_RUN * part);
    const work = async () => {
      while (!enough()) {
        sent += 1;
        await send(randomRequest(routes, random));
      }
    };
    await Promise.all(Array.from({ length: 12 }, work));
  };

  it(
    'are answered without a server error, and cost no memory that stays',
    async () => {
      const began = Date.now();
      await sendUntil(0.1, began);
      const early = await residentMemory(socket);
      await sendUntil(1, began);
      expect(faults).toEqual([]);
      const late = await residentMemory(socket);
      if (seconds >= 60) expect(late / early).toBeLessThanOrEqual(1.2);
      expect([...counts.keys()]).toEqual(expect.arrayContaining([200, 201, 400, 404]));
      expect((await requests.send('GET', '/readyz')).text).toBe('ok');
    },
    seconds * 1000 + 600_000,
  );
});
