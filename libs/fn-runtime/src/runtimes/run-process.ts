import { spawn } from 'node:child_process';
import { constants } from 'node:os';

export interface ProcessSpecification {
  readonly file: string;
  readonly args: readonly string[];
  readonly stdin: string;
  readonly cwd?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly timeLimitMilliseconds: number;
  /** Most bytes the process may write, to each of its outputs. */
  readonly outputLimit: number;
  /**
   * Ends what the process has running elsewhere when it must stop. Only where this is given it is asked to end (SIGTERM)
   * first, and killed when this is done.
   */
  readonly endElsewhere?: (exited: AbortSignal) => Promise<void>;
}

export interface ProcessOutcome {
  readonly stdout: string;
  readonly stderr: string;
  /** 128 and the signal's number for a process that a signal ended. */
  readonly exitCode: number;
}

/** A process that had to be ended; the message says why. */
export class ProcessLimitError extends Error {}

/**
 * Runs a program until it has ended and nobody writes to its outputs any more. It has a process group of its own, all of
 * which is killed afterwards, and at once when the caller aborts, time runs out or it writes too much.
 *
 * @throws the signal's reason, ProcessLimitError, or Node's error where the program cannot be started
 */
export function runProcess(specification: ProcessSpecification): Promise<ProcessOutcome> {
  const { file, args, stdin, cwd, env, signal, timeLimitMilliseconds, outputLimit, endElsewhere } = specification;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { ...env }, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const outputs = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    const written = { stdout: 0, stderr: 0 };
    const exited = new AbortController();
    let ending: Promise<Error> | undefined;
    const end = (reason: unknown) => {
      ending ??= stop().then(() => asError(reason));
    };
    const stop = async () => {
      if (endElsewhere) {
        signalGroup(child.pid, 'SIGTERM');
        await endElsewhere(exited.signal).catch(() => undefined);
      }
      signalGroup(child.pid, 'SIGKILL');
      // What left the group may hold the outputs for ever.
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    };
    const onAbort = () => end(signal.reason);
    const timer = setTimeout(
      () => end(new ProcessLimitError(`it ran longer than ${timeLimitMilliseconds / 1000} s and was stopped`)),
      timeLimitMilliseconds,
    );
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk: Buffer) => {
        written[name] += chunk.length;
        if (written[name] > outputLimit)
          end(new ProcessLimitError(`it wrote more than ${outputLimit} bytes and was stopped`));
        else outputs[name].push(chunk);
      });
    }
    // A program need not read its input; that it closed it early is no failure.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    child.once('exit', () => exited.abort());
    child.once('error', (error) => {
      finish();
      exited.abort();
      void (ending ?? Promise.resolve(error)).then(reject);
    });
    child.once('close', (code, signalName) => {
      finish();
      signalGroup(child.pid, 'SIGKILL');
      if (ending) {
        void ending.then(reject);
        return;
      }
      const [stdout, stderr] = [outputs.stdout, outputs.stderr].map((chunks) => Buffer.concat(chunks).toString('utf8'));
      resolve({ stdout: stdout ?? '', stderr: stderr ?? '', exitCode: code ?? 128 + constants.signals[signalName!] });
    });
  });
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

const asError = (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason)));
