import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { endProcess, lineFrom } from './child-line';
import { functionRunnerBundle } from './paths';

/** A running `function-runner.js`. */
export class FunctionRunner {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    readonly address: string,
  ) {}

  static async start(flags: readonly string[]): Promise<FunctionRunner> {
    const child = spawn(process.execPath, [functionRunnerBundle, ...flags]);
    const [, address = ''] = await lineFrom(child, /^listening (\S+:\d+)$/m);
    return new FunctionRunner(child, address);
  }

  get port(): string {
    return this.address.replace(/.*:/, '');
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string> {
    return endProcess(this.child, signal);
  }
}
