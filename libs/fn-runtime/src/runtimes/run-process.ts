import { spawn } from 'node:child_process';

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
 * Runs a program to its end, in a process group of its own, all of which is killed when the caller aborts, time runs out
 * or it writes too much.
 *
 * @throws the signal's reason, ProcessLimitError, or Node's error where the program cannot be started
 */
export function runProcess(specification: ProcessSpecification): Promise<ProcessOutcome> {
  const { file, args, stdin, cwd, env, signal, timeLimitMilliseconds, outputLimit } = specification;
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env: { ...env }, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const outputs = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    const written = { stdout: 0, stderr: 0 };
    let ended: unknown;
    const end = (reason: unknown) => {
      ended ??= reason;
      killGroup(child.pid);
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
    child.once('error', (error) => {
      finish();
      reject(ended === undefined ? error : asError(ended));
    });
    child.once('close', (code, signalName) => {
      finish();
      if (ended !== undefined) {
        reject(asError(ended));
        return;
      }
      const [stdout, stderr] = [outputs.stdout, outputs.stderr].map((chunks) => Buffer.concat(chunks).toString('utf8'));
      resolve({ stdout: stdout ?? '', stderr: stderr ?? '', exitCode: code ?? (signalName === 'SIGKILL' ? 137 : 1) });
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}

const asError = (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason)));
