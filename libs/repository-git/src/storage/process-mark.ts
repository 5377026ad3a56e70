import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

const INSTANCE = randomUUID();
const HOST = hostname().replaceAll(/[^A-Za-z0-9-]/g, '-');

/** Names what this process leaves on disk while it works: `host.pid.instance`. */
export const PROCESS_MARK = `${HOST}.${process.pid}.${INSTANCE}`;

/** Whether a mark is of a process of this host that is no more. Of other hosts nobody here can tell. */
export function isMarkOfGoneProcess(mark: string): boolean {
  const [host, pid, instance] = mark.split('.');
  return host === HOST && instance !== undefined && instance !== INSTANCE && !isRunning(Number(pid));
}

/** A process with our own number but another instance was an earlier one. */
function isRunning(pid: number): boolean {
  if (pid === process.pid || !Number.isSafeInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
