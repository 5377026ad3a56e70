import { type ChildProcessWithoutNullStreams } from 'node:child_process';
import { PATIENCE } from './patience';

/**
 * The first match in the whole lines of standard output, however it comes in pieces; rejects with what standard error
 * said when the process ends before, or says nothing of the kind for too long, and then ends it.
 */
export function lineFrom(child: ChildProcessWithoutNullStreams, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const fail = (why: string) => {
      clearTimeout(patience);
      child.kill('SIGKILL');
      reject(new Error(`${why} before ${String(pattern)} was seen:\n${stdout}\n${stderr}`));
    };
    const patience = setTimeout(() => fail(`nothing came for ${PATIENCE / 1000} s`), PATIENCE);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const match = pattern.exec(stdout.slice(0, stdout.lastIndexOf('\n') + 1));
      if (!match) return;
      clearTimeout(patience);
      resolve(match);
    });
    child.on('error', (error) => fail(error.message));
    child.on('close', (code) => fail(`it ended with ${code}`));
  });
}

/** Resolves when a process is gone, with its exit code or the signal it died of. */
export function endOf(child: ChildProcessWithoutNullStreams): Promise<number | string> {
  const ended = child.exitCode ?? child.signalCode;
  if (ended !== null) return Promise.resolve(ended);
  return new Promise((resolve) => child.once('exit', (code, by) => resolve(code ?? by ?? '')));
}

/** Ends a process and waits until it is gone; its exit code, or the signal it died of. */
export function endProcess(child: ChildProcessWithoutNullStreams, signal: NodeJS.Signals): Promise<number | string> {
  const ended = endOf(child);
  child.kill(signal);
  return ended;
}
