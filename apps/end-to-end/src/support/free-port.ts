import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** Where Linux begins to hand out ports to whoever wants any; elsewhere the range that IANA keeps for that. */
const EPHEMERAL_RANGE = '/proc/sys/net/ipv4/ip_local_port_range';
const FIRST = 20_000;

/**
 * A port for a server that has to come back on the same one. It is free now, and below those that systems hand out: one
 * of them might be given to somebody else while the server is away.
 */
export async function freePort(): Promise<number> {
  const end = firstEphemeralPort();
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * (end - FIRST));
    if (await isFree(port)) return port;
  }
}

function firstEphemeralPort(): number {
  try {
    return Math.max(Number.parseInt(readFileSync(EPHEMERAL_RANGE, 'utf8'), 10), FIRST + 1000);
  } catch {
    return 49_152;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
