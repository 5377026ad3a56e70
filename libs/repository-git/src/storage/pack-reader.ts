import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { applyDelta } from '../objects/delta';
import { CorruptRepositoryError, LimitExceededError } from '../objects/git-errors';
import { type GitObject, type GitObjectType, type ObjectId } from '../objects/git-object';
import { type ObjectCaches } from './object-caches';

const TYPES: readonly (GitObjectType | undefined)[] = [undefined, 'commit', 'tree', 'blob', 'tag'];
const OFFSET_DELTA = 6;
const REFERENCE_DELTA = 7;
const WINDOW_BYTES = 256 * 1024;
/** git's own packs have chains of 50 deltas, of small objects 4,095 at most; each is a copy, made while all else waits. */
const DEEPEST_OF_LARGEST = 60;
/** A pack's header is 12 bytes, its trailing checksum 20. */
const HEADER_BYTES = 12;
const TRAILER_BYTES = 20;

/** Keeps the cache keys of readers apart. */
const LONGEST_PACK = 2 ** 36;
let nextReader = 0;

/** An entry as it stands in a pack: an object, or a delta on another entry. */
export interface PackEntry {
  readonly offset: number;
  readonly type: GitObjectType | undefined;
  /** Of the inflated data, which for a delta is the delta. */
  readonly size: number;
  readonly dataOffset: number;
  readonly baseOffset: number | undefined;
  readonly baseId: ObjectId | undefined;
}

/**
 * Reads entries of one pack file, resolving deltas. The file is read in windows, so memory does not grow with it.
 * Reads are synchronous: they are of local files, and a promise costs more than the read.
 */
export class PackReader {
  readonly size: number;
  readonly #descriptor: number;
  readonly #cacheKey = nextReader++ * LONGEST_PACK;

  constructor(
    path: string,
    private readonly caches: Pick<ObjectCaches, 'objects' | 'windows'>,
    private readonly maximumObjectBytes: number,
    private readonly offsetOfBase: (id: ObjectId) => number,
  ) {
    this.#descriptor = openSync(path, 'r');
    this.size = fstatSync(this.#descriptor).size;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** @throws CorruptRepositoryError when the file does not start as a pack of version 2 or 3 does */
  objectCount(): number {
    const header = this.bytes(0, HEADER_BYTES);
    const version = header.length === HEADER_BYTES ? header.readUInt32BE(4) : 0;
    if (header.toString('latin1', 0, 4) !== 'PACK' || (version !== 2 && version !== 3)) {
      throw new CorruptRepositoryError('a git pack has no valid header');
    }
    return header.readUInt32BE(8);
  }

  /** Up to `length` bytes; fewer at the end of the file. */
  bytes(offset: number, length: number): Buffer {
    const windowStart = offset - (offset % WINDOW_BYTES);
    if (offset + length > windowStart + WINDOW_BYTES) return this.#read(offset, length);
    const key = this.#key(windowStart);
    let window = this.caches.windows.get(key);
    if (window === undefined) {
      window = this.#read(windowStart, WINDOW_BYTES);
      this.caches.windows.set(key, window, window.length);
    }
    return window.subarray(offset - windowStart, offset - windowStart + length);
  }

  /** Lets go of what is kept of the file, which is only of use while much is read. */
  releaseWindows(): void {
    for (let offset = 0; offset < this.size; offset += WINDOW_BYTES) this.caches.windows.delete(this.#key(offset));
  }

  #read(offset: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(Math.max(Math.min(length, this.size - offset), 0));
    let filled = 0;
    while (filled < bytes.length) {
      const read = readSync(this.#descriptor, bytes, filled, bytes.length - filled, offset + filled);
      if (read === 0) break;
      filled += read;
    }
    return bytes.subarray(0, filled);
  }

  entryAt(offset: number): PackEntry {
    const head = this.bytes(offset, 64);
    let at = 0;
    const next = () => head[at++] ?? corrupt(offset);
    let byte = next();
    const kind = (byte >> 4) & 7;
    let size = byte & 15;
    let factor = 16;
    while (byte & 0x80) {
      byte = next();
      size += (byte & 0x7f) * factor;
      factor *= 128;
    }
    let baseOffset: number | undefined;
    let baseId: ObjectId | undefined;
    if (kind === OFFSET_DELTA) {
      byte = next();
      let distance = byte & 0x7f;
      while (byte & 0x80) {
        byte = next();
        distance = (distance + 1) * 128 + (byte & 0x7f);
      }
      baseOffset = offset - distance;
      if (distance === 0 || baseOffset < HEADER_BYTES) corrupt(offset);
    } else if (kind === REFERENCE_DELTA) {
      if (at + 20 > head.length) corrupt(offset);
      baseId = head.toString('hex', at, at + 20);
      at += 20;
    } else if (TYPES[kind] === undefined) corrupt(offset);
    return { offset, type: TYPES[kind], size, dataOffset: offset + at, baseOffset, baseId };
  }

  /** An entry's inflated data and the offset at which the next entry starts. */
  inflate(entry: PackEntry): { readonly data: Buffer; readonly end: number } {
    if (entry.size > this.maximumObjectBytes) {
      throw new LimitExceededError('maximumObjectBytes', `an object of ${entry.size} bytes is larger than allowed`);
    }
    // The most that deflate can make of `size` bytes, so that one read suffices.
    const longest = entry.size + Math.ceil(entry.size / 1000) + 64;
    const available = Math.min(longest, this.size - TRAILER_BYTES - entry.dataOffset);
    if (available <= 0) corrupt(entry.offset);
    try {
      const { buffer, engine } = inflateSync(this.bytes(entry.dataOffset, available), {
        info: true,
        chunkSize: Math.max(entry.size + 16, 64),
        maxOutputLength: Math.max(entry.size, 1),
      }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
      if (buffer.length !== entry.size) corrupt(entry.offset);
      return { data: buffer, end: entry.dataOffset + engine.bytesWritten };
    } catch (error) {
      if (error instanceof CorruptRepositoryError) throw error;
      throw new CorruptRepositoryError(`the git pack's entry at ${entry.offset} cannot be inflated`, { cause: error });
    }
  }

  /** The object at an offset, its deltas resolved. */
  objectAt(offset: number): GitObject {
    const deltas: PackEntry[] = [];
    let base = this.caches.objects.get(this.#key(offset));
    let at = offset;
    while (base === undefined) {
      const entry = this.entryAt(at);
      if (entry.type !== undefined) {
        base = { type: entry.type, content: this.inflate(entry).data };
        this.#remember(at, base);
      } else {
        deltas.push(entry);
        if (deltas.length > 10_000) corrupt(offset);
        at = entry.baseOffset ?? this.#offsetOfBase(entry);
        base = this.caches.objects.get(this.#key(at));
      }
    }
    let copied = 0;
    for (let depth = deltas.length - 1; depth >= 0; depth -= 1) {
      const entry = deltas[depth] as PackEntry;
      copied += base.content.length;
      if (copied > DEEPEST_OF_LARGEST * this.maximumObjectBytes) {
        throw new LimitExceededError('maximumObjectBytes', 'an object is stored as too many deltas on large ones');
      }
      base = {
        type: base.type,
        content: applyDelta(base.content, this.inflate(entry).data, this.maximumObjectBytes),
      };
      this.#remember(entry.offset, base);
    }
    return base;
  }

  /** Numbers make much cheaper keys than texts do. */
  #key(offset: number): number {
    return this.#cacheKey + offset;
  }

  #offsetOfBase(entry: PackEntry): number {
    const offset = this.offsetOfBase(entry.baseId ?? '');
    if (offset < 0) throw new CorruptRepositoryError(`a git pack's delta is based on ${entry.baseId}, which it lacks`);
    return offset;
  }

  #remember(offset: number, object: GitObject): void {
    this.caches.objects.set(this.#key(offset), object, object.content.length + 200);
  }
}

function corrupt(offset: number): never {
  throw new CorruptRepositoryError(`the git pack's entry at ${offset} is malformed`);
}
