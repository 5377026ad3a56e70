import { createHash } from 'node:crypto';
import { type Clock, type RepositoryKey } from '@porch/repository';

export interface RemoteCheckParts {
  readonly key: RepositoryKey;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly intervalMilliseconds: number;
  /** Asks the remote whether it is there, and tells whether somebody else changed it. */
  readonly isChanged: () => Promise<boolean>;
  readonly onChanged: () => void;
  readonly onFailed: (error: unknown) => void;
}

/** Asks a remote now and then whether it is there and whether anything changed, which costs little. */
export class RemoteCheck {
  constructor(private readonly parts: RemoteCheckParts) {}

  /** Until the signal ends it. Many that start together ask at different times, so that nothing else waits for them all. */
  start(): void {
    this.schedule(this.parts.intervalMilliseconds * phaseOf(this.parts.key));
  }

  private schedule(delayMilliseconds: number): void {
    const { clock, signal } = this.parts;
    clock.schedule(delayMilliseconds, () => void this.check(), signal);
  }

  private async check(): Promise<void> {
    try {
      if (await this.parts.isChanged()) this.parts.onChanged();
    } catch (error) {
      if (!this.parts.signal.aborted) this.parts.onFailed(error);
    }
    this.schedule(this.parts.intervalMilliseconds);
  }
}

/** From 0 to 1, the same each time. */
function phaseOf({ namespace, name }: RepositoryKey): number {
  return createHash('sha256').update(`${namespace}/${name}`).digest().readUInt32BE() / 2 ** 32;
}
