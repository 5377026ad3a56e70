import { packageRevisions } from '@porch/client';
import { type Command } from 'commander';
import { CommandError } from '../../session/command-error';
import { withProgress } from '../../session/progress';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';
import { draftRevision } from './draft-revision';

interface InitOptions {
  repository?: string;
  workspace?: string;
  description: string;
  keywords: string[];
  site?: string;
}

const commaSeparated = (value: string, previous: string[]) => [...previous, ...value.split(',')];

export function initCommand(session: Session): Command {
  return porchCommand<InitOptions>(
    session,
    { name: 'init', usage: 'PACKAGE_NAME', summary: 'Initializes a new package in a repository.' },
    (command) =>
      command
        .option('--repository <NAME>', 'repository in which the package is created')
        .option('--workspace <NAME>', 'workspace of the new package revision')
        .option('--description <TEXT>', 'short description of the package', 'sample description')
        .option('--keywords <LIST>', 'keywords of the package, separated by commas', commaSeparated, [])
        .option('--site <URL>', 'page with information about the package'),
    init,
  );
}

async function init(context: CommandContext, options: InitOptions): Promise<void> {
  const [packageName] = context.args;
  const { repository, workspace, description, keywords, site } = options;
  if (packageName === undefined) throw new CommandError('PACKAGE_NAME is a required positional argument');
  if (!repository) throw new CommandError('--repository is required to specify target repository');
  if (!workspace) throw new CommandError('--workspace is required to specify workspace name');
  const client = await context.client();
  const revision = draftRevision(client.namespace, {
    packageName,
    workspaceName: workspace,
    repository,
    tasks: [
      {
        type: 'init',
        init: { description, ...(keywords.length ? { keywords } : {}), ...(site ? { site } : {}) },
      },
    ],
  });
  const created = await withProgress(context.io, `creating ${packageName}`, () =>
    client.create(packageRevisions, revision, { signal: context.signal() }),
  );
  context.io.out(`${created.metadata.name ?? ''} created\n`);
}
