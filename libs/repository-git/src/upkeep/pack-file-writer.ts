import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type ObjectId } from '../objects/git-object';
import { packHeader } from '../storage/pack-builder';
import { PackEntryTable } from '../storage/pack-entry-table';
import { formatPackIndex } from '../storage/pack-index-writer';

/** Writes a pack of a known number of entries to disk, with its index; it appears only when both are whole and flushed. */
export class PackFileWriter {
  readonly #hash = createHash('sha1');
  readonly #table: PackEntryTable;
  #offset = 0;
  #buffered: Buffer[] = [];
  #bufferedBytes = 0;

  private constructor(
    private readonly directory: string,
    private readonly temporary: string,
    private readonly file: FileHandle,
    count: number,
  ) {
    this.#table = new PackEntryTable(count);
  }

  static async create(packDirectory: string, count: number): Promise<PackFileWriter> {
    const temporary = join(packDirectory, `tmp_pack_${randomUUID()}`);
    const writer = new PackFileWriter(packDirectory, temporary, await open(temporary, 'wx', 0o444), count);
    await writer.#append(packHeader(count));
    return writer;
  }

  async add(id: ObjectId, entry: Buffer): Promise<void> {
    this.#table.add(id, this.#offset, crc32(entry));
    await this.#append(entry);
  }

  /** @returns the pack's name, without extension */
  async finish(): Promise<string> {
    const checksum = this.#hash.digest();
    this.#buffered.push(checksum);
    await this.#flush();
    await this.file.sync();
    await this.file.close();
    const index = await open(`${this.temporary}.idx`, 'wx', 0o444);
    await index.writeFile(await formatPackIndex(this.#table, checksum));
    await index.sync();
    await index.close();
    const name = `pack-${checksum.toString('hex')}`;
    await rename(this.temporary, join(this.directory, `${name}.pack`));
    await rename(`${this.temporary}.idx`, join(this.directory, `${name}.idx`));
    return name;
  }

  async abandon(): Promise<void> {
    await this.file.close().catch(() => undefined);
    await rm(this.temporary, { force: true });
    await rm(`${this.temporary}.idx`, { force: true });
  }

  async #append(bytes: Buffer): Promise<void> {
    this.#hash.update(bytes);
    this.#offset += bytes.length;
    this.#buffered.push(bytes);
    this.#bufferedBytes += bytes.length;
    if (this.#bufferedBytes > 1024 * 1024) await this.#flush();
  }

  async #flush(): Promise<void> {
    await this.file.write(Buffer.concat(this.#buffered));
    this.#buffered = [];
    this.#bufferedBytes = 0;
  }
}
