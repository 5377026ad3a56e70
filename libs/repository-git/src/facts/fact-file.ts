import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { CooperativeSlice } from '../storage/cooperative-slice';

/** Changes whenever what is written means something else; older files are thrown away. */
const HEADER = '["porch-git-facts",2]';

export type FactRecord = readonly unknown[];

/**
 * A file of JSON lines that grows until it is replaced: what was learned from objects, whose ids say all about them, so that nothing in
 * it ever becomes wrong. It is a cache: a line that is torn or unreadable is learned again.
 */
export class FactFile {
  #pending: FactRecord[] = [];
  #writing: Promise<void> = Promise.resolve();
  #isNew = true;

  constructor(private readonly path: string) {}

  load(take: (record: FactRecord) => void): void {
    const [header, ...lines] = this.#read().split('\n');
    if (header !== HEADER) {
      rmSync(this.path, { force: true });
      return;
    }
    this.#isNew = false;
    for (const line of lines) {
      const record = parseRecord(line);
      if (record) take(record);
    }
  }

  add(record: FactRecord): void {
    this.#pending.push(record);
  }

  /** Puts these, as they are when their turn comes, in place of all there are. */
  replace(records: Iterable<FactRecord>): Promise<void> {
    this.#pending = [];
    this.#writing = this.#writing.then(() => this.#rewrite(records)).catch(() => undefined);
    return this.#writing;
  }

  /** Writes what was added. A full disk costs the next start some time, and nobody an operation. */
  flush(): Promise<void> {
    if (this.#pending.length === 0) return this.#writing;
    const records = this.#pending;
    this.#pending = [];
    this.#writing = this.#writing.then(() => this.#append(records)).catch(() => undefined);
    return this.#writing;
  }

  async #append(records: readonly FactRecord[]): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true });
    const lines = await formatRecords(records);
    // The empty line in front ends one that a crash tore.
    const text = `${this.#isNew ? HEADER : ''}\n${lines.join('\n')}\n`;
    this.#isNew = false;
    await appendFile(this.path, text, { mode: 0o600 });
  }

  async #rewrite(records: Iterable<FactRecord>): Promise<void> {
    const lines = await formatRecords(records);
    const temporary = `${this.path}.new`;
    await mkdir(dirname(this.path), { recursive: true });
    await writeFile(temporary, `${HEADER}\n${lines.join('\n')}\n`, { mode: 0o600 });
    await rename(temporary, this.path);
    this.#isNew = false;
  }

  #read(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch {
      return '';
    }
  }
}

async function formatRecords(records: Iterable<FactRecord>): Promise<string[]> {
  const slice = new CooperativeSlice();
  const lines: string[] = [];
  for (const record of records) {
    lines.push(JSON.stringify(record));
    await slice.pause();
  }
  return lines;
}

function parseRecord(line: string): FactRecord | undefined {
  if (!line.startsWith('[')) return undefined;
  try {
    return JSON.parse(line) as FactRecord;
  } catch {
    return undefined;
  }
}
