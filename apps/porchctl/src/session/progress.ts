import { type CommandIo } from './command-io';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const SHOW_AFTER_MS = 1000;
const FRAME_MS = 100;

/** Runs a piece of work; when it takes over a second, a terminal shows that it goes on and for how long. */
export async function withProgress<T>(io: CommandIo, what: string, work: () => Promise<T>): Promise<T> {
  if (!io.stderrIsTerminal) return work();
  const started = Date.now();
  let frame = 0;
  const timer = setInterval(() => {
    const elapsed = Date.now() - started;
    if (elapsed < SHOW_AFTER_MS) return;
    frame += 1;
    io.err(`\r\x1b[2K${FRAMES[frame % FRAMES.length]} ${what} (${Math.round(elapsed / 1000)} s)`);
  }, FRAME_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    if (frame > 0) io.err('\r\x1b[2K');
  }
}
