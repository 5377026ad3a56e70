import { type Clock } from '@porch/repository';

export interface RemoteCheckParts {
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

  /** Until the signal ends it. */
  start(): void {
    const { clock, intervalMilliseconds, signal } = this.parts;
    clock.schedule(intervalMilliseconds, () => void this.check(), signal);
  }

  private async check(): Promise<void> {
    try {
      if (await this.parts.isChanged()) this.parts.onChanged();
    } catch (error) {
      if (!this.parts.signal.aborted) this.parts.onFailed(error);
    }
    this.start();
  }
}
