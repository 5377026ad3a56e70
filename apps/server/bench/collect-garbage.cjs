// Preloaded into the server that is measured: SIGUSR2 has it collect all garbage and say so.
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  process.on('SIGUSR2', () => {
    // What the first collection finalizes, the second one frees.
    collect();
    setImmediate(() => {
      collect();
      process.stdout.write('collected\n');
    });
  });
}
