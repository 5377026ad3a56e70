import { packageRevisions } from '@porch/client';
import { type Command } from 'commander';
import { CommandError } from '../../session/command-error';
import { withProgress } from '../../session/progress';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';
import { parseCloneSource } from './clone-source';
import { draftRevision } from './draft-revision';

interface CloneOptions {
  repository?: string;
  workspace: string;
  directory?: string;
  ref?: string;
  secretRef?: string;
}

export function cloneCommand(session: Session): Command {
  return porchCommand<CloneOptions>(
    session,
    {
      name: 'clone',
      usage: 'SOURCE_PACKAGE NAME',
      summary: 'Create a clone of an existing package revision.',
      description:
        'Creates the first revision of package NAME from SOURCE_PACKAGE: the name of a package revision, a git ' +
        'address (https://host/repo.git/directory@ref), or oci://image.',
    },
    (command) =>
      command
        .option('--repository <NAME>', 'repository to which the package is cloned')
        .option('--workspace <NAME>', 'workspace of the new package revision', 'v1')
        .option('--directory <DIR>', 'directory of the upstream package in its git repository')
        .option('--ref <REF>', 'branch, tag or commit of the upstream package in its git repository')
        .option('--secret-ref <NAME>', 'Secret with the credentials for the upstream git repository'),
    clone,
  );
}

async function clone(context: CommandContext, options: CloneOptions): Promise<void> {
  const [source, packageName] = context.args;
  if (source === undefined || packageName === undefined) {
    throw new CommandError(
      `SOURCE_PACKAGE and NAME are required positional arguments; ${context.args.length} provided`,
    );
  }
  if (!options.repository) throw new CommandError('--repository is required to specify downstream repository');
  if (!options.workspace) throw new CommandError('--workspace is required to specify downstream workspace name');
  const upstreamRef = parseCloneSource(source, options);
  const client = await context.client();
  const revision = draftRevision(client.namespace, {
    packageName,
    workspaceName: options.workspace,
    repository: options.repository,
    tasks: [{ type: 'clone', clone: { upstreamRef } }],
  });
  const created = await withProgress(context.io, `cloning ${source}`, () =>
    client.create(packageRevisions, revision, { signal: context.signal() }),
  );
  context.io.out(`${created.metadata.name ?? ''} created\n`);
}
