import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeRepositoryContract } from '@porch/repository/testing';
import { type GitRepositoryOpenerOptions } from './create-git-repository-opener';
import { git } from './testing/git-command';
import { GitHttpServer } from './testing/git-http-server';
import { GitWorkbench } from './testing/git-workbench';

describeRepositoryContract('git in a bare directory', async () => {
  const workbench = new GitWorkbench();
  const directory = workbench.createBare('remote.git');
  return {
    repository: await workbench.open(`file://${directory}`),
    other: await workbench.open(`file://${directory}`),
    dispose: async () => {
      git(directory, 'fsck', '--strict');
      await workbench.dispose();
    },
  };
});

describe('over HTTP', () => {
  const root = new GitWorkbench();
  let server: GitHttpServer;
  let count = 0;

  beforeAll(async () => {
    server = await GitHttpServer.start(join(root.directory));
  });
  afterAll(async () => {
    await server.stop();
    await root.dispose();
  });

  const fixture = async (options: Partial<GitRepositoryOpenerOptions>) => {
    count += 1;
    const directory = root.createBare(`nephio/remote-${count}.git`);
    const workbench = new GitWorkbench(options);
    const url = `${server.url}/nephio/remote-${count}.git`;
    const secretRef = { name: 'credentials' };
    return {
      repository: await workbench.open(url, { secretRef }),
      other: await workbench.open(url, { secretRef }),
      dispose: async () => {
        git(directory, 'fsck', '--strict');
        await workbench.dispose();
      },
    };
  };

  describeRepositoryContract('git over HTTP', () => fixture({}));

  describeRepositoryContract('git over HTTP, drafts kept locally', async () => {
    const drafts = mkdtempSync(join(root.directory, 'drafts-'));
    const made = await fixture({ drafts: { directory: drafts, keep: 'local' } });
    return {
      ...made,
      dispose: async () => {
        for (const name of readdirSync(drafts)) git(join(drafts, name), 'fsck', '--strict');
        await made.dispose();
      },
    };
  });
});
