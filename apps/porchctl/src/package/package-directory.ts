import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { CommandError } from '../session/command-error';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Writes a package's files below a directory, which must not exist yet unless what it holds may be replaced: then it
 * holds these files alone afterwards.
 * @throws CommandError when it exists, or when a file's path leaves it; nothing was touched then
 */
export async function writePackageDirectory(
  files: ReadonlyMap<string, string>,
  directory: string,
  { replace = false } = {},
): Promise<void> {
  const present = await lstat(directory).catch(() => undefined);
  if (present && !replace) {
    throw new CommandError(
      `directory "${directory}" already exists, please delete the directory and retry; ` +
        'you may overwrite the directory with --force',
    );
  }
  const root = resolve(directory);
  const targets = [...files].map(([path, text]) => ({ file: insideOf(root, path), text }));
  // The directory itself stays: it may be somebody's working directory.
  if (present?.isDirectory()) await emptyDirectory(root);
  else if (present) await rm(root);
  await mkdir(root, { recursive: true });
  for (const { file, text } of targets) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/**
 * Reads a package's files: regular ones alone, symbolic links are passed over.
 * @throws CommandError for a file that is not UTF-8, which the API cannot carry
 */
export async function readPackageDirectory(directory: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'no such file or directory' : code === 'ENOTDIR' ? 'not a directory' : code;
    throw new CommandError(`cannot read the package directory ${directory}: ${why ?? 'failed'}`);
  });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(directory, path).split(sep).join('/'), utf8(await readFile(path), path));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function utf8(content: Buffer, path: string): string {
  try {
    return decoder.decode(content);
  } catch {
    throw new CommandError(
      `file ${path} is not a valid UTF-8 text file: current porch API doesn't support binary files`,
    );
  }
}

function insideOf(root: string, path: string): string {
  const file = resolve(root, path);
  if (!file.startsWith(root + sep)) throw new CommandError(`the package's file "${path}" is not inside the package`);
  return file;
}

/** A working tree stays one: what git keeps of it is no part of the package. */
async function emptyDirectory(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name !== '.git');
  for (const name of names) await rm(join(directory, name), { recursive: true });
}
