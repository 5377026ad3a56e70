import { type Readable } from 'node:stream';
import { PATIENCE } from './patience';

/** Everything a process has said on one of its streams, and who waits for more of it. */
export class OutputLog {
  #text = '';
  readonly #waiting = new Set<() => void>();

  constructor(stream: Readable) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      this.#text += text;
      for (const look of this.#waiting) look();
    });
  }

  get text(): string {
    return this.#text;
  }

  /** The first match in whole lines, those before included; rejects with all there is when it does not come. */
  until(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const done = () => {
        clearTimeout(patience);
        this.#waiting.delete(look);
      };
      const look = () => {
        const match = pattern.exec(this.#text.slice(0, this.#text.lastIndexOf('\n') + 1));
        if (!match) return;
        done();
        resolve(match);
      };
      const patience = setTimeout(() => {
        done();
        reject(new Error(`${String(pattern)} was not said within ${PATIENCE / 1000} s:\n${this.#text}`));
      }, PATIENCE);
      this.#waiting.add(look);
      look();
    });
  }
}
