import { SecretText } from '@porch/api';
import { RepositorySteps } from '@porch/repository/testing';
import { createGitRepositoryOpener } from '../create-git-repository-opener';
import { repositoryObject } from './git-workbench';

/**
 * A process that publishes one package after the other until it is killed: FILE URL CACHE_DIRECTORY FIRST_NUMBER.
 * With a further word `at-once` it stores no drafts before.
 */
async function publishUntilKilled(url: string, cacheDirectory: string, first: number, how: string): Promise<void> {
  const opener = createGitRepositoryOpener({
    cacheDirectory,
    allowedLocalDirectories: ['/'],
    credentialResolver: {
      resolveCredential: () =>
        Promise.resolve({ type: 'basic', username: 'nephio', password: new SecretText('secret') }),
      resolveCertificateAuthorities: () => Promise.resolve(undefined),
    },
    userInfoProvider: { getUserInfo: () => undefined },
  });
  const object = repositoryObject(url, url.startsWith('http') ? { secretRef: { name: 'credentials' } } : {});
  const repository = await opener.openRepository(object, { signal: new AbortController().signal });
  const steps = new RepositorySteps(repository);
  for (let number = first; ; number += 1) {
    if (how === 'at-once') await steps.publishAtOnce(`app-${number}`, 'v1', 1);
    else await steps.publish(`app-${number}`, 'v1', 1);
    process.stdout.write(`${number}\n`);
  }
}

const [, , , url = '', cacheDirectory = '', first = '1', how = ''] = process.argv;
void publishUntilKilled(url, cacheDirectory, Number(first), how);
