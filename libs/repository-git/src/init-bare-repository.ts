import * as fs from 'node:fs';

/** Makes an empty bare repository, without a git binary; does nothing where there is one already. */
export async function initBareRepository(directory: string, options: { readonly branch?: string } = {}): Promise<void> {
  await fs.promises.mkdir(directory, { recursive: true, mode: 0o700 });
  // Loaded when it is needed: it is large, and a server needs this once in its life.
  const { init } = await import('isomorphic-git');
  await init({ fs, dir: directory, gitdir: directory, bare: true, defaultBranch: options.branch ?? 'main' });
}
