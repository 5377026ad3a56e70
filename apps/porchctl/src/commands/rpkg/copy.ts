import { packageRevisions } from '@porch/client';
import { type Command } from 'commander';
import { CommandError } from '../../session/command-error';
import { withProgress } from '../../session/progress';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand } from '../porch-command';
import { draftRevision } from './draft-revision';

export interface CopyOptions {
  workspace?: string;
}

export function copyCommand(session: Session): Command {
  return porchCommand<CopyOptions>(
    session,
    {
      name: 'copy',
      usage: 'SOURCE_PACKAGE',
      countsArguments: true,
      summary: 'Create a new package revision from an existing one.',
    },
    (command) => command.option('--workspace <NAME>', 'workspace of the new package revision'),
    copyRevision,
  );
}

/** Creates a draft of the same package from a published revision of it. */
export async function copyRevision(context: CommandContext, options: CopyOptions): Promise<void> {
  const [source] = context.args;
  if (source === undefined) throw new CommandError('SOURCE_PACKAGE is a required positional argument');
  if (context.args.length > 1) {
    throw new CommandError('too many arguments; SOURCE_PACKAGE is the only accepted positional arguments');
  }
  const client = await context.client();
  const { spec, metadata } = await client.get(packageRevisions, { name: source }, { signal: context.signal() });
  if (!options.workspace) throw new CommandError('--workspace is required to specify workspace name');
  const revision = draftRevision(client.namespace, {
    ...(spec.packageName === undefined ? {} : { packageName: spec.packageName }),
    ...(spec.repository === undefined ? {} : { repository: spec.repository }),
    workspaceName: options.workspace,
    tasks: [{ type: 'edit', edit: { sourceRef: { name: metadata.name ?? source } } }],
  });
  const created = await withProgress(context.io, `copying ${source}`, () =>
    client.create(packageRevisions, revision, { signal: context.signal() }),
  );
  context.io.out(`${created.metadata.name ?? ''} created\n`);
}
