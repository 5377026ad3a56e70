import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObjectId, type ObjectId } from '../objects/git-object';
import { isValidRefName } from './ref-name';

/**
 * Adds the refs that stand in files of their own. Symbolic links and symbolic refs are not followed: nothing in a
 * repository may lead outside of it.
 */
export function readLooseRefs(gitDirectory: string, into: Map<string, ObjectId>, under = 'refs'): void {
  walk(join(gitDirectory, under), under, into);
}

function walk(directory: string, prefix: string, into: Map<string, ObjectId>): void {
  for (const entry of listDirectory(directory)) {
    const name = `${prefix}/${entry.name}`;
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory()) walk(path, name, into);
    else if (entry.isFile() && !entry.name.endsWith('.lock') && isValidRefName(name)) {
      const id = readRefFile(path);
      if (id !== undefined) into.set(name, id);
    }
  }
}

function listDirectory(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return []; // none, or the ref is a file
    throw error;
  }
}

/** A ref's own file; undefined when there is none or it holds no id. */
export function readRefFile(path: string): ObjectId | undefined {
  try {
    const id = readFileSync(path, 'latin1').slice(0, 40);
    return isObjectId(id) ? id : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
