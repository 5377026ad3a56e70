import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Names this process in leases, so that an administrator sees in the database who holds one: HOST_PID_UUID. */
export function serverName(): string {
  return `${hostname()}_${process.pid}_${randomUUID()}`;
}
