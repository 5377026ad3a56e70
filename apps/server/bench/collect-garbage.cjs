// Preloaded into the server that is measured: SIGUSR2 has it collect all garbage and say so.
const { Session } = require('node:inspector');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  process.on('SIGUSR2', () => {
    const session = new Session();
    session.connect();
    // As the inspector does it, freed pages are given back at once. What one collection finalizes the next one frees.
    session.post('HeapProfiler.collectGarbage', () =>
      session.post('HeapProfiler.collectGarbage', () => {
        session.disconnect();
        process.stdout.write('collected\n');
      }),
    );
  });
}
