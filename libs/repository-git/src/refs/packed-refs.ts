import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isObjectId, type ObjectId } from '../objects/git-object';

/** A `packed-refs` file, parsed again only when the file changed. */
export class PackedRefs {
  readonly path: string;
  #stamp = '';
  #refs: ReadonlyMap<string, ObjectId> = new Map();

  constructor(gitDirectory: string) {
    this.path = join(gitDirectory, 'packed-refs');
  }

  read(): ReadonlyMap<string, ObjectId> {
    const stamp = this.#currentStamp();
    if (stamp === this.#stamp && stamp !== '') return this.#refs;
    this.#refs = stamp === '' ? new Map() : parsePackedRefs(readFileSync(this.path, 'utf8'));
    this.#stamp = stamp;
    return this.#refs;
  }

  #currentStamp(): string {
    const stat = statSync(this.path, { bigint: true, throwIfNoEntry: false });
    return stat ? `${stat.ino}:${stat.size}:${stat.mtimeNs}` : '';
  }
}

function parsePackedRefs(text: string): Map<string, ObjectId> {
  const refs = new Map<string, ObjectId>();
  for (const line of text.split('\n')) {
    // `#` starts the header, `^` what an annotated tag on the line before points at.
    if (line === '' || line.startsWith('#') || line.startsWith('^')) continue;
    const id = line.slice(0, 40);
    if (isObjectId(id) && line[40] === ' ') refs.set(line.slice(41), id);
  }
  return refs;
}

/** Sorted, as git demands of a file that says so. Peeled values are left out; git looks them up itself then. */
export function formatPackedRefs(refs: ReadonlyMap<string, ObjectId>): string {
  // One character per byte sorts as git's bytes do, and much faster than buffers.
  const lines = [...refs]
    .map(([name, id]) => ({ bytes: Buffer.from(name).toString('latin1'), line: `${id} ${name}\n` }))
    .sort((left, right) => (left.bytes < right.bytes ? -1 : 1));
  return `# pack-refs with: sorted \n${lines.map(({ line }) => line).join('')}`;
}
