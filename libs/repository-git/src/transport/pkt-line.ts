import { TransportError } from './git-transport';

/** git's framing: a length of four hexadecimal digits, then that many bytes less four; or a marker without data. */
export type PktLine = Buffer | 'flush' | 'delimiter' | 'end';

const MARKERS: Record<string, PktLine> = { '0000': 'flush', '0001': 'delimiter', '0002': 'end' };

export function encodePktLine(payload: string | Buffer): Buffer {
  const bytes = typeof payload === 'string' ? Buffer.from(payload, 'utf8') : payload;
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0'), 'latin1'), bytes]);
}

export const FLUSH_PKT = Buffer.from('0000', 'latin1');
export const DELIMITER_PKT = Buffer.from('0001', 'latin1');

/** Takes bytes as they arrive and gives the lines that are complete. */
export class PktLineDecoder {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws TransportError when what arrives is no pkt-line: that says nothing about what is here */
  push(chunk: Buffer): PktLine[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const lines: PktLine[] = [];
    let at = 0;
    while (at + 4 <= bytes.length) {
      const digits = bytes.toString('latin1', at, at + 4);
      const marker = MARKERS[digits];
      if (marker !== undefined) {
        lines.push(marker);
        at += 4;
        continue;
      }
      const length = /^[0-9a-fA-F]{4}$/.test(digits) ? Number.parseInt(digits, 16) : 0;
      if (length < 4)
        throw new TransportError('protocol', 'the answer is not in git’s protocol: is this a git repository?');
      if (at + length > bytes.length) break;
      lines.push(bytes.subarray(at + 4, at + length));
      at += length;
    }
    this.#rest = bytes.subarray(at);
    return lines;
  }

  /** Whether everything that arrived was complete. */
  get isComplete(): boolean {
    return this.#rest.length === 0;
  }
}

/** A line's text without the newline that git allows at its end. */
export function pktText(line: Buffer): string {
  const text = line.toString('utf8');
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}
