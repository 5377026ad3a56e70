import * as fs from 'node:fs';
import { init } from 'isomorphic-git';

/** Makes an empty bare repository, without a git binary; does nothing where there is one already. */
export async function initBareRepository(directory: string, options: { readonly branch?: string } = {}): Promise<void> {
  await fs.promises.mkdir(directory, { recursive: true, mode: 0o700 });
  await init({ fs, dir: directory, gitdir: directory, bare: true, defaultBranch: options.branch ?? 'main' });
}
