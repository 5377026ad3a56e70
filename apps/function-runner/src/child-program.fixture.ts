import { spawn } from 'node:child_process';

/** A program of ours as a process of its own. */
export interface ChildProgram {
  /** Its exit code, or the signal it died of. */
  readonly ended: Promise<number | string>;
  /** What it wrote to standard error. */
  errors(): string;
  /** Waits until the whole lines of its standard output match; rejects when it ends before. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  end(signal: NodeJS.Signals): Promise<number | string>;
}

export function startProgram(file: string, args: readonly string[]): ChildProgram {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<number | string>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? '')),
  );
  return {
    ended,
    errors: () => stderr,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(stdout.slice(0, stdout.lastIndexOf('\n') + 1));
          if (match) resolve(match);
        };
        child.stdout.on('data', look);
        look();
        void ended.then((how) => reject(new Error(`it ended with ${how}: ${stderr}`)));
      }),
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
