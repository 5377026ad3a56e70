import { type Clock } from '@porch/repository';

export interface RemoteCheckParts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly intervalMilliseconds: number;
  /** Asks the remote for its version; undefined when there is nothing to ask at the moment. */
  readonly readVersion: () => Promise<string | undefined>;
  /** The version is another one than last time. */
  readonly onChanged: () => void;
  readonly onFailed: (error: unknown) => void;
}

/** Asks a remote now and then whether it is there and whether anything changed, which costs little. */
export class RemoteCheck {
  #version: string | undefined;

  constructor(private readonly parts: RemoteCheckParts) {}

  /** Until the signal ends it. */
  start(): void {
    const { clock, intervalMilliseconds, signal } = this.parts;
    clock.schedule(intervalMilliseconds, () => void this.check(), signal);
  }

  private async check(): Promise<void> {
    try {
      const version = await this.parts.readVersion();
      const before = this.#version;
      this.#version = version;
      if (before !== undefined && version !== undefined && version !== before) this.parts.onChanged();
    } catch (error) {
      if (!this.parts.signal.aborted) this.parts.onFailed(error);
    }
    this.start();
  }
}
