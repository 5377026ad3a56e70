/** The last segment of a repository's address, without `.git`: the name that a registration gets by itself. */
export function repositoryNameOf(address: string): string {
  const last = address.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return last.replace(/\.git$/, '');
}
