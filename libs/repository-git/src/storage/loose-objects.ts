import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { deflate, inflateSync } from 'node:zlib';
import { CorruptRepositoryError, LimitExceededError } from '../objects/git-errors';
import { type GitObject, type GitObjectType, type IdentifiedObject, type ObjectId } from '../objects/git-object';
import { flushDirectory } from './flush-directory';

const deflateAsync = promisify(deflate);
const TYPES: ReadonlySet<string> = new Set<GitObjectType>(['commit', 'tree', 'blob', 'tag']);

export function looseObjectPath(objectsDirectory: string, id: ObjectId): string {
  return join(objectsDirectory, id.slice(0, 2), id.slice(2));
}

export function hasLooseObject(objectsDirectory: string, id: ObjectId): boolean {
  return existsSync(looseObjectPath(objectsDirectory, id));
}

/** The names, without the first two digits, of the loose objects that start with these. */
export function listLooseObjectNames(objectsDirectory: string, prefix: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(join(objectsDirectory, prefix)));
  } catch {
    return new Set();
  }
}

/** @returns undefined when there is none. @throws CorruptRepositoryError, LimitExceededError */
export function readLooseObject(
  objectsDirectory: string,
  id: ObjectId,
  maximumObjectBytes: number,
): GitObject | undefined {
  let file: Buffer;
  try {
    file = readFileSync(looseObjectPath(objectsDirectory, id));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return parseLooseObject(id, file, maximumObjectBytes);
}

function parseLooseObject(id: ObjectId, file: Buffer, maximumObjectBytes: number): GitObject {
  let data: Buffer;
  try {
    data = inflateSync(file, { maxOutputLength: maximumObjectBytes + 64 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new LimitExceededError('maximumObjectBytes', `git object ${id} is larger than allowed`);
    }
    throw new CorruptRepositoryError(`git object ${id} cannot be inflated`, { cause: error });
  }
  const nul = data.indexOf(0);
  const [type = '', size = ''] = data.toString('latin1', 0, Math.max(nul, 0)).split(' ');
  if (nul < 0 || !TYPES.has(type) || Number(size) !== data.length - nul - 1) {
    throw new CorruptRepositoryError(`git object ${id} is malformed`);
  }
  return { type: type as GitObjectType, content: data.subarray(nul + 1) };
}

/**
 * Writes an object as git does: to a temporary file, flushed, then linked into place, so that nobody ever sees half of
 * it. Resolves at once when it is there already.
 */
export async function writeLooseObject(
  objectsDirectory: string,
  object: IdentifiedObject,
  options: { readonly flush: boolean },
): Promise<void> {
  const path = looseObjectPath(objectsDirectory, object.id);
  if (existsSync(path)) return;
  const directory = dirname(path);
  const made = await mkdir(directory, { recursive: true });
  const data = await deflateAsync(
    Buffer.concat([Buffer.from(`${object.type} ${object.content.length}\0`, 'latin1'), object.content]),
    { level: 1 },
  );
  const temporary = join(directory, `tmp_obj_${randomUUID()}`);
  try {
    const file = await open(temporary, 'wx', 0o444);
    try {
      await file.writeFile(data);
      if (options.flush) await file.sync();
    } finally {
      await file.close();
    }
    await moveIntoPlace(temporary, path);
  } catch (error) {
    // On a full disk every attempt would leave one behind.
    await rm(temporary, { force: true });
    throw error;
  }
  if (!options.flush) return;
  await flushDirectory(directory);
  if (made !== undefined) await flushDirectory(objectsDirectory);
}

async function moveIntoPlace(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
    await rm(temporary);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') await rm(temporary);
    else await rename(temporary, path);
  }
}
