import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CorruptRepositoryError, LimitExceededError } from '../objects/git-errors';
import { type GitLimits } from './git-limits';
import { type PackIndexer } from './pack-index-thread';

const TRAILER_BYTES = 20;

/**
 * Stores a pack that arrives in pieces: to a temporary file, its checksum verified, indexed, and only then under the
 * name by which git and we look for packs.
 *
 * @throws CorruptRepositoryError when it is truncated or damaged, LimitExceededError; nothing is left behind then
 */
export async function receivePack(
  packDirectory: string,
  chunks: AsyncIterable<Buffer>,
  limits: GitLimits,
  indexPack: PackIndexer,
  signal: AbortSignal,
): Promise<void> {
  const temporary = join(packDirectory, `tmp_pack_${randomUUID()}`);
  try {
    const checksum = await store(temporary, chunks, limits);
    const index = await indexPack(temporary, limits, signal);
    const name = join(packDirectory, `pack-${checksum}`);
    await writeFile(`${temporary}.idx`, index);
    await rename(temporary, `${name}.pack`);
    await rename(`${temporary}.idx`, `${name}.idx`);
  } finally {
    await rm(temporary, { force: true });
    await rm(`${temporary}.idx`, { force: true });
  }
}

async function store(path: string, chunks: AsyncIterable<Buffer>, limits: GitLimits): Promise<string> {
  const file = await open(path, 'wx', 0o600);
  try {
    const hash = createHash('sha1');
    let size = 0;
    // The checksum at the end is not part of what it covers, so the newest 20 bytes are held back.
    let tail = Buffer.alloc(0);
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > limits.maximumRepositoryBytes) {
        throw new LimitExceededError('maximumRepositoryBytes', 'the repository sends more than is allowed');
      }
      await file.write(chunk);
      const joined = Buffer.concat([tail, chunk]);
      const keep = Math.max(joined.length - TRAILER_BYTES, 0);
      hash.update(joined.subarray(0, keep));
      tail = Buffer.from(joined.subarray(keep));
    }
    const checksum = hash.digest();
    if (tail.length < TRAILER_BYTES || !checksum.equals(tail)) {
      throw new CorruptRepositoryError('a git pack arrived truncated or damaged: its checksum is wrong');
    }
    return checksum.toString('hex');
  } finally {
    await file.close();
  }
}
