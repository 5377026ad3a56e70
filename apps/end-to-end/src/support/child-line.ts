import { type ChildProcessWithoutNullStreams } from 'node:child_process';

/** The first line of standard output that matches; rejects with what standard error said when the process ends before. */
export function lineFrom(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const match = pattern.exec(stdout);
      if (match) resolve(match);
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`exited with ${code} before it was ready:\n${stdout}\n${stderr}`)));
  });
}

/** Ends a process and waits until it is gone; its exit code, or the signal it died of. */
export function endProcess(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): Promise<number | string> {
  if (child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve(child.exitCode ?? child.signalCode ?? '');
  return new Promise((resolve) => {
    child.once('exit', (code, by) => resolve(code ?? by ?? ''));
    child.kill(signal);
  });
}
