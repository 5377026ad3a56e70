import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes a bare repository as far as git cares to look into it; HEAD comes last, and says that the rest is there. */
export function prepareBareDirectory(directory: string, config = ''): void {
  if (existsSync(join(directory, 'HEAD'))) return;
  mkdirSync(join(directory, 'objects', 'pack'), { recursive: true, mode: 0o700 });
  mkdirSync(join(directory, 'refs'), { recursive: true });
  const core = '[core]\n\trepositoryformatversion = 0\n\tbare = true\n';
  writeFileSync(join(directory, 'config'), core + config, { flush: true });
  writeFileSync(join(directory, 'HEAD'), 'ref: refs/heads/main\n', { flush: true });
}
