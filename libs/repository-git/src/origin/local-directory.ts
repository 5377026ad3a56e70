import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { PorchError } from '@porch/api';

/**
 * The real path of a bare repository that may be opened.
 * @throws PorchError Invalid when it does not lie under an allowed directory, symbolic links resolved, or is no bare
 * repository of the kind we can read
 */
export function openLocalDirectory(path: string, allowedDirectories: readonly string[]): string {
  const real = realPath(path);
  const allowed = allowedDirectories.map(realPath).filter((directory) => directory !== undefined);
  const inside =
    real !== undefined &&
    allowed.some((directory) => real.startsWith(directory.endsWith(sep) ? directory : directory + sep));
  if (!inside || real === undefined) {
    throw new PorchError(
      'Invalid',
      `spec.git.repo: file://${path} is refused: local repositories must exist under a directory that the server allows`,
    );
  }
  checkBareRepository(real);
  return real;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function checkBareRepository(directory: string): void {
  const isDirectory = (name: string) => statSync(join(directory, name), { throwIfNoEntry: false })?.isDirectory();
  if (
    !isDirectory('objects') ||
    !isDirectory('refs') ||
    !statSync(join(directory, 'HEAD'), { throwIfNoEntry: false })
  ) {
    refuse(directory, 'it is not a bare git repository');
  }
  const config = readFileSync(join(directory, 'config'), 'utf8');
  if (/^\s*objectformat\s*=\s*sha256/im.test(config)) refuse(directory, 'it uses SHA-256 object ids');
  if (/^\s*refstorage\s*=\s*reftable/im.test(config)) refuse(directory, 'it keeps its refs in reftables');
}

function refuse(directory: string, why: string): never {
  throw new PorchError('Invalid', `spec.git.repo: file://${directory} cannot be used: ${why}`);
}
