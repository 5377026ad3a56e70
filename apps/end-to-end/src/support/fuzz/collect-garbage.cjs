// Loaded into a server by NODE_OPTIONS=--require: whoever connects to the socket PORCH_MEMORY_SOCKET makes the process
// collect its garbage, and is told how much memory it holds then, in bytes.
const { createServer } = require('node:net');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  createServer((socket) => {
    collect();
    setImmediate(() => {
      collect();
      socket.end(String(process.memoryUsage.rss()));
    });
  })
    // A Node process that the server starts in its turn finds the socket taken, and is not asked.
    .on('error', () => undefined)
    .listen(process.env.PORCH_MEMORY_SOCKET)
    .unref();
}
