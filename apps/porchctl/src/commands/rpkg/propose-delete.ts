import { packageRevisions, retryOnConflict } from '@porch/client';
import { type Command } from 'commander';
import { CommandError } from '../../session/command-error';
import { forEachName } from '../../session/for-each-name';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand, requiredNames } from '../porch-command';

export function proposeDeleteCommand(session: Session): Command {
  return porchCommand(
    session,
    {
      name: 'propose-delete',
      aliases: ['propose-del'],
      usage: 'NAME...',
      summary: 'Propose deletion of a published package revision.',
    },
    () => undefined,
    async (context) =>
      forEachName(requiredNames(context), context.io, (name) =>
        retryOnConflict(() => proposeDeletion(context, name), context.io.signal),
      ),
  );
}

async function proposeDeletion(context: CommandContext, name: string): Promise<void> {
  const client = await context.client();
  const revision = await client.get(packageRevisions, { name }, { signal: context.signal() });
  const { lifecycle } = revision.spec;
  if (lifecycle === 'DeletionProposed') {
    context.io.err(`${name} is already proposed for deletion\n`);
    return;
  }
  if (lifecycle !== 'Published') {
    throw new CommandError(`can only propose published packages for deletion; package ${name} is not published`);
  }
  const proposed = { ...revision, spec: { ...revision.spec, lifecycle: 'DeletionProposed' as const } };
  await client.update(packageRevisions, proposed, { signal: context.signal() });
  context.io.out(`${name} proposed for deletion\n`);
}
