import { RepositorySteps } from '@porch/repository/testing';
import { createGitRepositoryOpener } from '../create-git-repository-opener';
import { repositoryObject } from './git-workbench';

/** A process that publishes one package after the other until it is killed: FILE URL CACHE_DIRECTORY FIRST_NUMBER. */
async function publishUntilKilled(url: string, cacheDirectory: string, first: number): Promise<void> {
  const opener = createGitRepositoryOpener({
    cacheDirectory,
    allowedLocalDirectories: ['/'],
    credentialResolver: {
      resolveCredential: () => Promise.reject(new Error('none')),
      resolveCertificateAuthorities: () => Promise.resolve(undefined),
    },
    userInfoProvider: { getUserInfo: () => undefined },
  });
  const repository = await opener.openRepository(repositoryObject(url), { signal: new AbortController().signal });
  const steps = new RepositorySteps(repository);
  for (let number = first; ; number += 1) {
    await steps.publish(`app-${number}`, 'v1', 1);
    process.stdout.write(`${number}\n`);
  }
}

const [, , , url = '', cacheDirectory = '', first = '1'] = process.argv;
void publishUntilKilled(url, cacheDirectory, Number(first));
