// Preloaded into the server that is measured: SIGUSR2 has it collect all garbage and say so.
const { Session } = require('node:inspector');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  process.on('SIGUSR2', () => {
    const session = new Session();
    session.connect();
    const collect = (then) => session.post('HeapProfiler.collectGarbage', () => setImmediate(then));
    // As the inspector does it, freed pages are given back at once. What one collection finalizes the next one frees; it
    // is asked for later, since the inspector answers with a lock held that a collection takes.
    collect(() =>
      collect(() => {
        session.disconnect();
        process.stdout.write('collected\n');
      }),
    );
  });
}
