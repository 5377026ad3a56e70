import { packageRevisions } from '@porch/client';
import { type Command } from 'commander';
import { CommandError } from '../../session/command-error';
import { forEachName } from '../../session/for-each-name';
import { type Session } from '../../session/session';
import { type CommandContext, porchCommand, requiredNames } from '../porch-command';

export function rejectCommand(session: Session): Command {
  return porchCommand(
    session,
    { name: 'reject', usage: 'NAME...', summary: 'Reject a proposal to publish or delete a package revision.' },
    () => undefined,
    async (context) => {
      await forEachName(requiredNames(context), context.io, (name) => reject(context, name));
    },
  );
}

async function reject(context: CommandContext, name: string): Promise<void> {
  const client = await context.client();
  const revision = await client.get(packageRevisions, { name }, { signal: context.signal() });
  const { lifecycle = 'Draft' } = revision.spec;
  const signal = context.signal();
  if (lifecycle === 'Proposed') {
    const draft = { ...revision, spec: { ...revision.spec, lifecycle: 'Draft' as const } };
    await client.update(packageRevisions, draft, { subresource: 'approval', signal });
    context.io.out(`${name} no longer proposed for approval\n`);
  } else if (lifecycle === 'DeletionProposed') {
    const published = { ...revision, spec: { ...revision.spec, lifecycle: 'Published' as const } };
    await client.update(packageRevisions, published, { signal });
    context.io.out(`${name} no longer proposed for deletion\n`);
  } else {
    throw new CommandError(`cannot reject ${name} with lifecycle '${lifecycle}'`);
  }
}
