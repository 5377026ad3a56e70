import { TransportError } from './git-transport';
import { type PktLine, PktLineDecoder, pktText } from './pkt-line';

const DATA_BAND = 1;
const ERROR_BAND = 3;

/** Takes the pack out of a fetch's answer with side bands, whichever version of the protocol it is in. */
export async function* packChunks(body: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const decoder = new PktLineDecoder();
  let started = false;
  let finished = false;
  for await (const chunk of body) {
    for (const line of decoder.push(chunk)) {
      if (line === 'flush' || line === 'end') finished ||= started;
      else if (line !== 'delimiter' && !isPreamble(line, name)) {
        const data = bandData(line, name);
        if (data === undefined) continue;
        started = true;
        yield data;
      }
    }
  }
  if (!started || !finished) throw new TransportError('unreachable', `${name} sent an incomplete pack`);
}

/** `packfile`, `NAK`, `ACK …` and section headers come before the data. */
function isPreamble(line: Exclude<PktLine, string>, name: string): boolean {
  const band = line[0] ?? 0;
  if (band >= DATA_BAND && band <= ERROR_BAND) return false;
  const text = pktText(line);
  if (text.startsWith('ERR ')) throw new TransportError('protocol', `${name} says: ${text.slice(4)}`);
  if (/^(packfile|acknowledgments|NAK|ACK .*|ready)$/.test(text)) return true;
  throw new TransportError('protocol', `${name} answered a fetch with "${text.slice(0, 80)}"`);
}

function bandData(line: Buffer, name: string): Buffer | undefined {
  if (line[0] === ERROR_BAND) throw new TransportError('protocol', `${name} says: ${pktText(line.subarray(1))}`);
  return line[0] === DATA_BAND ? line.subarray(1) : undefined;
}
