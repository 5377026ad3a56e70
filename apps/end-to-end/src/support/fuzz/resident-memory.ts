import { connect } from 'node:net';
import { join } from 'node:path';

/** The environment for a server whose memory {@link residentMemory} reads over that socket. */
export function memoryEnvironment(socket: string): NodeJS.ProcessEnv {
  return { NODE_OPTIONS: `--require ${join(__dirname, 'collect-garbage.cjs')}`, PORCH_MEMORY_SOCKET: socket };
}

/** Bytes that the server holds after it has collected its garbage. */
export function residentMemory(socket: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    connect(socket)
      .setEncoding('utf8')
      .on('data', (chunk: string) => (text += chunk))
      .on('error', reject)
      .on('close', () => resolve(Number(text)));
  });
}
