import { type UpstreamPackage } from '@porch/api';
import { CommandError } from '../../session/command-error';

export interface CloneSourceFlags {
  directory?: string | undefined;
  ref?: string | undefined;
  secretRef?: string | undefined;
}

/**
 * What a clone's source argument means: `oci://…` an image, anything with a slash a git repository
 * (`repo.git/dir@ref`; ref `main` and directory `/` when not said), else a registered package revision's name.
 * @throws CommandError when argument and flags contradict each other
 */
export function parseCloneSource(source: string, flags: CloneSourceFlags): UpstreamPackage {
  if (source.startsWith('oci://')) return { type: 'oci', oci: { image: source } };
  if (!source.includes('/')) return { upstreamRef: { name: source } };
  const parsed = parseGitAddress(source);
  const contradiction = (what: string, flag: string | undefined, said: string) => {
    if (!flag || said === '' || flag === said) return;
    throw new CommandError(
      `${what} ${flag} specified by --${what} contradicts ${what} ${said} specified by SOURCE_PACKAGE`,
    );
  };
  contradiction('directory', flags.directory, parsed.directory);
  contradiction('ref', flags.ref, parsed.ref);
  return {
    type: 'git',
    git: {
      repo: parsed.repo,
      ref: flags.ref || parsed.ref || 'main',
      directory: flags.directory || parsed.directory || '/',
      ...(flags.secretRef ? { secretRef: { name: flags.secretRef } } : {}),
    },
  };
}

/** Takes `repo.git[/dir][@ref]` apart; an address without `.git` is a repository as a whole. */
function parseGitAddress(address: string): { repo: string; directory: string; ref: string } {
  const match = /^(.*?\.git)(?:\/([^@]*))?(?:@(.*))?$/s.exec(address);
  if (!match) return { repo: address, directory: '', ref: '' };
  const [, repo = '', directory = '', ref = ''] = match;
  return { repo, directory: directory.replace(/\/+$/, ''), ref };
}
