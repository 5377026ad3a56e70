// A git HTTP server behind a proxy that knows how long git itself took: what is left of an operation is our own share.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export async function startGitBehindProxy(root, shared) {
  const git = spawn(process.execPath, [join(shared, 'conformance/git-server.mjs'), '--root', root, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: git.stdout });
  const [line] = await once(lines, 'line');
  const target = new URL(String(line).split(' ').at(-1));
  const agent = new Agent({ keepAlive: true });
  let spent = 0;
  const proxy = createServer((incoming, outgoing) => {
    const began = performance.now();
    const onward = request(
      {
        host: target.hostname,
        port: target.port,
        method: incoming.method,
        path: incoming.url,
        headers: incoming.headers,
        agent,
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
    outgoing.on('close', () => (spent += performance.now() - began));
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `http://127.0.0.1:${proxy.address().port}`,
    /** Milliseconds that git took since it was last asked. */
    takeSpent() {
      const value = spent;
      spent = 0;
      return value;
    },
    async close() {
      agent.destroy();
      proxy.closeAllConnections();
      proxy.close();
      git.kill('SIGKILL');
      await once(git, 'exit');
    },
  };
}
