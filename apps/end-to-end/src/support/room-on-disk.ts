import { type PorchServer } from './porch-server';
import { succeed } from './run-program';

/**
 * Takes a running server's room on every disk away, and gives it back: by the limit on the size of the files that it
 * writes, which needs no privileges and leaves its pipes and sockets alone.
 */
export class RoomOnDisk {
  constructor(private readonly server: PorchServer) {}

  take(): Promise<string> {
    return this.#limit('0');
  }

  give(): Promise<string> {
    return this.#limit('unlimited');
  }

  #limit(bytes: string): Promise<string> {
    // The soft limit alone: whoever may lower that may raise it again.
    return succeed('prlimit', ['--pid', String(this.server.pid), `--fsize=${bytes}:`]);
  }
}
